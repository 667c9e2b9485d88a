// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/inspect.h"

#include <filesystem>

#include "formats/data_rows.h"
#include "formats/mapping.h"
#include "pipelines/choose_reader.h"
#include "pipelines/embedded_images.h"
#include "pipelines/image_finder.h"
#include "pipelines/import_findings.h"

namespace egt::pipelines {
namespace {

constexpr std::size_t kRejects = 50;
constexpr std::size_t kHashes = 500; ///< asked the project about together

std::int64_t marksIn(std::string_view row) {
    constexpr std::string_view mark = "<image>";
    std::int64_t count = 0;
    for (std::size_t at = row.find(mark); at != std::string_view::npos; at = row.find(mark, at + mark.size()))
        ++count;
    return count;
}

class Inspector {
public:
    Inspector(const InspectRequest& request, Project* project, Control& control)
        : m_request(request), m_project(project), m_control(control),
          m_finder(imageFolder(request.import), dataFolder(request.import)) {}

    Result<ImportInspection> work() {
        EGT_TRY(checkImageFolder(m_request.import));
        EGT_TRY(lookIntoArchive());
        m_out.bytes = formats::bytesOf(m_request.import.file);
        EGT_ASSIGN(m_out.fields, formats::fieldsOf(m_request.import.file));
        EGT_ASSIGN(const auto reader, choose());
        if (reader) EGT_TRY(read(*reader));
        return std::move(m_out);
    }

private:
    Result<void> lookIntoArchive() {
        if (!m_request.look_at_images || !isImageArchive(m_request.import)) return {};
        EGT_ASSIGN(ImageArchive archive, ImageArchive::look(m_request.import.image_folder, m_control));
        m_finder.useArchive(std::move(archive));
        return {};
    }

    Result<std::shared_ptr<const formats::Reader>> choose() {
        EGT_ASSIGN(const auto guesses, formats::guesses(m_request.import.file));
        for (const formats::Guess& g : guesses)
            m_out.guesses.push_back({g.reader->name(), g.reader->title(), g.confidence});
        std::vector<std::string> names;
        for (const FieldSeen& field : m_out.fields)
            names.push_back(field.name);
        m_out.mapping = m_request.import.mapping.empty() ? fieldMapJson(guessedMap(names)) : m_request.import.mapping;
        const bool open = m_request.import.mapping.empty() && m_request.import.format.empty();
        if (open && guesses.empty()) return std::shared_ptr<const formats::Reader>();
        EGT_ASSIGN(const ChosenReader chosen, chooseReader(m_request.import));
        m_out.format = chosen.reader->name();
        m_out.title = chosen.reader->title();
        for (const LayoutGuess& guess : m_out.guesses)
            if (guess.name == m_out.format) m_out.confidence = guess.confidence;
        if (!m_request.import.mapping.empty()) m_out.confidence = 1;
        return chosen.reader;
    }

    Result<void> read(const formats::Reader& reader) {
        EGT_TRY(reader.read(m_request.import.file, 0,
                            {[this](std::int64_t line, PairRecord&& pair) { return take(line, std::move(pair)); },
                             [this](const formats::Reject& reject) { return take(reject); },
                             [this](std::string_view bytes) { return m_embedded.keep(bytes); },
                             [this](std::int64_t, std::string_view row) { m_marks = marksIn(row); }}));
        if (m_error) return fail(*m_error);
        EGT_TRY(countKnown());
        m_out.already += m_findings.repeated();
        m_out.findings = m_findings.take();
        return {};
    }

    /// False when enough rows were read. A row of several pairs is read whole.
    bool goOn(std::int64_t line) {
        if (line == m_line) return true;
        const bool enough = m_request.rows > 0 && m_out.rows >= m_request.rows;
        constexpr std::int64_t often = 64;
        if (enough || (m_out.rows % often == 0 && m_control.checkpoint() != StopKind::none)) {
            m_out.whole = false;
            return false;
        }
        m_line = line;
        ++m_out.rows;
        return true;
    }

    bool take(std::int64_t line, PairRecord&& pair) {
        if (!goOn(line)) return false;
        m_embedded.take(); // nothing is stored
        if (pair.source.empty()) pair.source = sourceName(m_request.import);
        SeenPair seen{line, pair, {}, m_marks, {}, {}};
        std::vector<ImageRef> images;
        for (const ImageRef& wanted : pair.images) {
            if (!wanted.path.empty()) {
                ImageFinder::Found found = m_embedded.find(wanted);
                if (!found.problem.empty()) seen.image_problems.push_back(found.problem);
                seen.image_identities.push_back(std::move(found.identity));
                images.push_back({wanted.reference, {}, found.image.width, found.image.height});
                continue;
            }
            if (!m_request.look_at_images) {
                seen.image_identities.push_back(ImageFinder::identityWithoutFile(wanted.reference));
                images.push_back(wanted);
                continue;
            }
            for (auto& found : m_finder.find(wanted.reference)) {
                if (!found.problem.empty()) seen.image_problems.push_back(found.problem);
                if (found.image.path.empty()) ++m_out.missing_images;
                seen.image_identities.push_back(std::move(found.identity));
                images.push_back(std::move(found.image));
            }
        }
        pair.images = std::move(images);
        seen.hash = pairHash(pair, seen.image_identities);
        count(pair);
        if (m_findings.add(seen)) m_hashes.push_back(std::move(seen.hash));
        if (static_cast<std::int64_t>(m_out.sample.size()) < m_request.samples) m_out.sample.push_back(std::move(pair));
        return m_hashes.size() < kHashes || keep(countKnown());
    }

    bool take(const formats::Reject& reject) {
        m_embedded.drop();
        if (!goOn(reject.line)) return false;
        ++m_out.rejected;
        const RejectedRow row{reject.line, reject.field, reject.code, reject.reason};
        m_findings.reject(row);
        if (m_out.rejects.size() < kRejects) m_out.rejects.push_back(row);
        return true;
    }

    void count(const PairRecord& pair) {
        ++m_out.pairs;
        m_out.images += static_cast<std::int64_t>(pair.images.size());
        ++(pair.label == Label::a     ? m_out.label_a
           : pair.label == Label::b   ? m_out.label_b
           : pair.label == Label::tie ? m_out.ties
                                      : m_out.unlabelled);
    }

    Result<void> countKnown() {
        if (m_project != nullptr && !m_hashes.empty()) {
            EGT_ASSIGN(const std::int64_t known, m_project->countKnown(m_hashes));
            m_out.already += known;
        }
        m_hashes.clear();
        return {};
    }
    bool keep(const Result<void>& result) {
        if (!result) m_error = result.error();
        return result.has_value();
    }

    const InspectRequest& m_request;
    Project* m_project;
    Control& m_control;
    ImageFinder m_finder;
    EmbeddedImages m_embedded;
    ImportFindings m_findings;
    ImportInspection m_out;
    std::vector<std::string> m_hashes;
    std::int64_t m_line = -1;
    std::int64_t m_marks = 0;
    std::optional<Error> m_error;
};

} // namespace

Result<ImportInspection> inspectImport(const InspectRequest& request, Project* project, Control& control) {
    return Inspector(request, project, control).work();
}

} // namespace egt::pipelines
