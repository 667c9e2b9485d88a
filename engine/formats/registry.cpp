// SPDX-License-Identifier: GPL-3.0-or-later
// The one place that a new layout is added to.
#include <algorithm>

#include "formats/argilla.h"
#include "formats/bench_layouts.h"
#include "formats/chat_layouts.h"
#include "formats/csv_writer.h"
#include "formats/data_rows.h"
#include "formats/easyr1_writer.h"
#include "formats/hf_writer.h"
#include "formats/jsonl_writer.h"
#include "formats/judge_layouts.h"
#include "formats/label_studio.h"
#include "formats/lines.h"
#include "formats/llama_factory_writer.h"
#include "formats/mm_rlhf.h"
#include "formats/parquet_writer.h"
#include "formats/plain.h"
#include "formats/reader.h"
#include "formats/rlaif_v.h"
#include "formats/swift_writer.h"
#include "formats/trl.h"
#include "formats/trl_writer.h"
#include "formats/verl_writer.h"
#include "formats/writer.h"

namespace egt::formats {
namespace {

/// First rows, one a line, at most a few megabytes with their pictures. A raw line end within a row stands between its
/// values.
Result<std::string> headOf(const std::filesystem::path& file) {
    constexpr int rows = 200;
    constexpr std::size_t bytes = 4U << 20;
    std::string head;
    std::size_t pictures = 0;
    int taken = 0;
    const KeepImage keep = [&pictures](std::string_view picture) {
        pictures += picture.size();
        return std::optional<std::string>(kNotKept);
    };
    EGT_TRY(forEachDataRow(file, keep, [&](const Line& line) {
        if (line.too_long || !line.problem.empty()) return ++taken < rows;
        const std::size_t begin = head.size();
        head += line.text;
        std::replace(head.begin() + static_cast<std::ptrdiff_t>(begin), head.end(), '\n', ' ');
        head += '\n';
        return ++taken < rows && head.size() + pictures < bytes;
    }));
    return head;
}

template <class T> const T* byName(const std::vector<std::unique_ptr<T>>& all, const std::string& name) {
    for (const auto& one : all)
        if (one->name() == name) return one.get();
    return nullptr;
}

} // namespace

const std::vector<std::unique_ptr<Reader>>& readers() {
    static const std::vector<std::unique_ptr<Reader>> all = [] {
        std::vector<std::unique_ptr<Reader>> list;
        // First, for the first of equally sure ones is taken: the columns that an annotation tool adds say more than
        // the names of the fields that were loaded into it.
        list.push_back(std::make_unique<LabelStudioReader>());
        list.push_back(std::make_unique<ArgillaReader>());
        list.push_back(std::make_unique<MmRlhfReader>());
        list.push_back(std::make_unique<TrlReader>());
        list.push_back(std::make_unique<PlainReader>());
        list.push_back(std::make_unique<LlamaFactoryReader>());
        list.push_back(std::make_unique<SwiftReader>());
        list.push_back(std::make_unique<LlavaRlhfReader>());
        list.push_back(std::make_unique<PovidReader>());
        list.push_back(std::make_unique<VlRewardBenchReader>());
        list.push_back(std::make_unique<MultimodalRewardBenchReader>());
        list.push_back(std::make_unique<VlFeedbackReader>());
        list.push_back(std::make_unique<RlaifVReader>());
        list.push_back(std::make_unique<RlhfVReader>());
        list.push_back(std::make_unique<LlavaCriticReader>());
        list.push_back(std::make_unique<UnifiedRewardReader>());
        list.push_back(std::make_unique<R1RewardReader>());
        list.push_back(std::make_unique<EasyR1Reader>());
        list.push_back(std::make_unique<VerlReader>());
        return list;
    }();
    return all;
}

const std::vector<std::unique_ptr<Writer>>& writers() {
    static const std::vector<std::unique_ptr<Writer>> all = [] {
        std::vector<std::unique_ptr<Writer>> list;
        list.push_back(std::make_unique<TrlWriter>());
        list.push_back(std::make_unique<LlamaFactoryWriter>());
        list.push_back(std::make_unique<SwiftWriter>());
        list.push_back(std::make_unique<EasyR1Writer>());
        list.push_back(std::make_unique<VerlWriter>());
        list.push_back(std::make_unique<HfWriter>());
        list.push_back(std::make_unique<JsonlWriter>());
        list.push_back(std::make_unique<CsvWriter>());
        const auto table = [&list](std::unique_ptr<Writer> rows, const char* title, const char* what) {
            list.push_back(std::make_unique<ParquetWriter>(std::move(rows), title, what));
        };
        table(std::make_unique<EasyR1Writer>(), "EasyR1 (Parquet)",
              EGT_TEXT("engine", "the same tasks in a table that holds its pictures"));
        table(std::make_unique<VerlWriter>(), "verl (Parquet)",
              EGT_TEXT("engine", "the same tasks in a table that holds its pictures"));
        table(std::make_unique<HfWriter>(), EGT_TEXT("engine", "Hugging Face data set (Parquet)"),
              EGT_TEXT("engine", "the same columns in tables that hold their pictures"));
        return list;
    }();
    return all;
}

const Reader* readerByName(const std::string& name) {
    return byName(readers(), name);
}
const Writer* writerByName(const std::string& name) {
    return byName(writers(), name);
}

Result<std::vector<Guess>> guesses(const std::filesystem::path& file) {
    EGT_ASSIGN(const std::string head, headOf(file));
    std::vector<Guess> out;
    for (const auto& reader : readers())
        if (const double confidence = reader->recognise(head); confidence > 0)
            out.push_back({reader.get(), confidence});
    std::stable_sort(out.begin(), out.end(),
                     [](const Guess& a, const Guess& b) { return a.confidence > b.confidence; });
    return out;
}

Result<Guess> detect(const std::filesystem::path& file) {
    EGT_ASSIGN(const std::vector<Guess> all, guesses(file));
    if (!all.empty()) return all.front();
    EGT_ASSIGN(const std::string head, headOf(file));
    if (head.empty())
        return fail("import.unknown_format", EGT_TEXT("engine", "The data file %1 is empty."), {file.string()},
                    file.string());
    return fail("import.unknown_format",
                EGT_TEXT("engine",
                         "No row at the start of %1 looks like a pair of a known layout. Check the file, name "
                         "its format, or say which field is what: --map question=… a=… b=… label=…."),
                {file.string()}, file.string());
}

} // namespace egt::formats
