// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "records/bench.h"
#include "records/columns.h"
#include "records/events.h"
#include "records/records.h"
#include "records/search.h"
#include "store/words.h"

namespace egt {

/// One data file being read into the project.
struct ImportRecord {
    std::int64_t id = 0;
    std::string file;
    std::string file_hash; ///< content hash; the same file again continues or repeats, never doubles
    std::string format;
    std::string options;         ///< JSON of ImportRequest
    std::int64_t lines_done = 0; ///< everything up to here is committed: where an interrupted import goes on
    std::int64_t imported = 0;
    std::int64_t rejected = 0;
    std::int64_t already = 0;
    std::int64_t missing_images = 0;
    bool complete = false;
};

/// A unit of scoring work: planned before the run, stored whole, repeated whole. Its rows are generated in one batch.
struct JobUnit {
    std::int64_t index = 0;
    std::string plan; ///< JSON that the pipeline understands
    bool done = false;
};

/// The project folder NAME.egt: SQLite (WAL), one writer, read snapshots, in-memory columns.
///
/// Thread: every member may be called from any thread; writes are serialised inside, each is one transaction and
/// durable on return (reviews with synchronous=FULL). Errors everywhere: store.read_only, file.disk_full,
/// store.damaged.
class Project {
public:
    /// Errors: store.exists, file.cannot_write.
    static Result<std::unique_ptr<Project>> create(const std::filesystem::path& folder);
    /// Takes project.lock (flock) unless read-only, migrates older schemas, marks runs that a dead process left running
    /// as interrupted. Read-only: sees what another process writes. Errors: store.not_a_project, store.newer_schema,
    /// store.older_schema (read-only can't migrate), store.locked, store.damaged, store.read_only.
    static Result<std::unique_ptr<Project>> open(const std::filesystem::path& folder, bool read_only);
    ~Project();
    Project(const Project&) = delete;
    Project& operator=(const Project&) = delete;

    [[nodiscard]] const std::filesystem::path& folder() const;
    [[nodiscard]] bool readOnly() const;
    [[nodiscard]] std::filesystem::path runFolder(RunId run) const; ///< runs/<id>, made on demand
    Result<ProjectInfo> info();

    // --- pairs ---------------------------------------------------------------------------------------------------
    /// An import of the same file hash and format that is not complete, or a new one.
    Result<ImportRecord> beginImport(const ImportRecord& draft);
    struct Appended {
        std::int64_t imported = 0;
        std::int64_t already = 0;
    };
    /// Adds pairs whose content hash is not there yet and the new state of the import, in one transaction. Sets ids (of
    /// a pair that is there already: the id it has) and makes a content hash where there is none. Counts into
    /// import.imported and import.already itself; the caller sets lines_done, rejected and missing_images before. After
    /// an error nothing has changed, neither on disk nor in the arguments.
    Result<Appended> appendPairs(std::vector<PairRecord>& pairs, ImportRecord& import);
    static store::PairWords countWords(const PairRecord& pair); ///< any thread
    struct NewPair {
        PairRecord* pair = nullptr;
        store::PairWords words;
    };
    /// The same of pairs wherever they are, whose words another thread has counted.
    Result<Appended> appendPairs(const std::vector<NewPair>& pairs, ImportRecord& import);
    /// How many of these content hashes belong to pairs of the project.
    Result<std::int64_t> countKnown(const std::vector<std::string>& hashes);
    /// A pair that was imported without its pictures (its hash then), with the pictures and the hash that it has now.
    struct FoundImages {
        std::string old_hash;
        PairRecord pair;
    };
    /// Gives such pairs their pictures and new hash, in one transaction; returns how many there were.
    Result<std::int64_t> attachImages(const std::vector<FoundImages>& found);
    Result<void> finishImport(ImportRecord& import);
    /// A picture file that pairs name.
    struct ImageFile {
        std::string path; ///< absolute
        std::int64_t references = 0;
        std::int32_t width = 0; ///< at the import; 0 when it could not be told
        std::int32_t height = 0;
    };
    Result<std::vector<ImageFile>> imageFiles(); ///< each file once, by path
    /// What was seen when a picture file was last looked at.
    struct ImageCheck {
        std::string path;          ///< absolute
        std::int64_t bytes = 0;    ///< with `modified`: whether it has changed since
        std::int64_t modified = 0; ///< in the file clock's ticks
        std::int32_t width = 0;    ///< 0 when it can't be decoded
        std::int32_t height = 0;
        std::uint64_t hash = 0; ///< perceptual
        std::string sha256;     ///< empty when it could not be read
        std::string problem;    ///< empty, "damaged", "too_large", "wrong_ending"
        bool operator==(const ImageCheck&) const = default;
    };
    /// Calls `take` for every picture that lies in a pack (base/picture_file.h), with its absolute path, by pair.
    Result<void> eachPackPiece(const std::function<void(PairId, const std::string& path)>& take);
    Result<std::vector<ImageCheck>> imageChecks();                        ///< by path
    Result<void> storeImageChecks(const std::vector<ImageCheck>& checks); ///< the same path is replaced
    Result<PairRecord> pair(PairId id);
    Result<std::vector<PairRecord>> pairs(const std::vector<PairId>& ids); ///< in the order asked
    Result<std::vector<PairId>> allPairs();                                ///< rising
    Result<std::vector<PairId>> pairsOfSplit(const std::string& split);    ///< "train" includes pairs without one
    Result<ColumnsPtr> columns(RunId run);                                 ///< 0 = latest complete scoring run

    // --- text search (records/search.h says what a text means) ------------------------------------------------------
    /// Rising. Pairs that the text index does not have yet are read, with the same answer.
    Result<std::vector<PairId>> search(const std::string& text);
    Result<SearchResult> find(const SearchRequest& request);
    struct TextIndexState {
        PairId indexed_to = 0; ///< pairs up to here are in the index
        PairId last_pair = 0;
    };
    Result<TextIndexState> textIndexState();
    Result<TextIndexState> extendTextIndex(std::int64_t pairs); ///< by that many pairs, in one transaction

    // --- near-duplicates -------------------------------------------------------------------------------------------
    /// Replaces the groups. `request` and `last_pair` of the report are kept with them.
    Result<void> storeDuplicates(const DuplicateReport& report);
    Result<DuplicateReport> duplicates();
    /// A picture's perceptual hash as it was computed of a file with this size and time; no value: it can't be read.
    struct PictureHash {
        std::string path;
        std::int64_t bytes = 0;
        std::int64_t modified = 0;
        std::optional<std::uint64_t> hash;
    };
    Result<std::vector<PictureHash>> pictureHashes();
    Result<void> storePictureHashes(const std::vector<PictureHash>& hashes); ///< the same path is replaced

    // --- filters -----------------------------------------------------------------------------------------------------
    Result<std::vector<FilterRecord>> filters(); ///< by name
    /// The same name is replaced. Errors: selection.bad_name.
    Result<FilterRecord> saveFilter(const std::string& name, const std::string& expression);
    Result<void> removeFilter(const std::string& name); ///< Errors: filter.unknown

    /// Writes columns.cache when it is worth it, so that the next open reads no table. Errors: file.*
    Result<void> saveColumnCache();

    // --- runs ----------------------------------------------------------------------------------------------------
    Result<RunId> addRun(const RunRecord& run); ///< id is set by the store
    Result<void> updateRun(const RunRecord& run);
    Result<RunRecord> run(RunId id);
    Result<std::vector<RunRecord>> runs();        ///< rising id
    Result<void> appendEvent(const Event& event); ///< progress events are not stored
    Result<std::int64_t> lastEventSeq(RunId run);
    Result<std::vector<Event>> eventsSince(RunId run, std::int64_t seq);
    Result<void> appendMetrics(RunId run, const std::vector<MetricPoint>& points); ///< same step and name: replaced
    Result<std::vector<MetricPoint>> metrics(RunId run, std::int64_t after_step);
    /// For a resume: forgets metrics, samples, evaluations and checkpoints after this step.
    Result<void> truncateRun(RunId run, std::int64_t after_step);
    Result<void> addSample(const SampleRecord& sample);
    Result<std::vector<SampleRecord>> samples(RunId run);
    Result<void> addCheckpoint(const CheckpointRecord& checkpoint);
    Result<void> removeCheckpoint(RunId run, std::int64_t step);
    Result<std::vector<CheckpointRecord>> checkpoints(RunId run);
    Result<void> addEvaluation(const EvaluationRecord& evaluation);
    Result<std::vector<EvaluationRecord>> evaluations(RunId run);

    // --- judges --------------------------------------------------------------------------------------------------
    /// Remembers which pairs a judge (by weights hash) was trained on; adds to what is known.
    Result<void> addTrainedPairs(const std::string& weights_hash, const std::vector<PairId>& pairs);
    Result<std::vector<PairId>> trainedPairs(const std::string& weights_hash);

    // --- scoring -------------------------------------------------------------------------------------------------
    /// Errors: store.no_run, store.units_planned.
    Result<void> planUnits(RunId run, const std::vector<std::string>& plans); ///< once a run, in one transaction
    Result<std::vector<JobUnit>> units(RunId run);
    /// Responses of the unit, its done mark, the scores that became complete and the pairs that could not be judged, in
    /// one transaction.
    Result<void> storeUnit(RunId run, std::int64_t unit, const std::vector<ResponseRecord>& responses,
                           const std::vector<ScoreRecord>& scores, const std::vector<FailureRecord>& failures = {});
    Result<std::vector<ResponseRecord>> responses(PairId pair,
                                                  RunId run); ///< by order, sample; run 0 = latest complete
    /// What one run said about these pairs, without the numbers: pairs in the order asked, each by sample, then order.
    Result<std::vector<VerdictRecord>> verdicts(const std::vector<PairId>& pairs, RunId run);
    Result<std::vector<ScoreRecord>> scores(RunId run);     ///< rising pair; run 0 = latest complete
    Result<std::vector<FailureRecord>> failures(RunId run); ///< rising pair; run 0 = latest complete

    // --- review --------------------------------------------------------------------------------------------------
    Result<ReviewRecord> addReview(ReviewRecord review); ///< sets id and time. Errors: store.no_pair
    Result<std::vector<ReviewRecord>> reviews(PairId pair);
    Result<std::vector<ReviewRecord>> allReviews(); ///< rising id
    /// Takes back the annotator's last standing decision (empty: anyone's) by a new row; the answer is the decision
    /// that was taken back. No value: nothing to undo.
    Result<std::optional<ReviewRecord>> undoReview(const std::string& annotator);
    /// Puts the decision back that the last undo took, as a new row (the answer), while no newer decision came after.
    Result<std::optional<ReviewRecord>> redoReview(const std::string& annotator);
    Result<std::string> note(PairId pair);
    /// The last note; every version stays in the review log as a row without a decision. Empty text removes it.
    Result<void> setNote(PairId pair, const std::string& text, const std::string& annotator);

    // --- curation ------------------------------------------------------------------------------------------------
    /// Replaces all flags of the rule.
    Result<void> setFlags(FlagRule rule, RunId run, const std::vector<FlagRecord>& flags);
    Result<std::vector<FlagRecord>> flags(PairId pair);
    /// The same name is replaced. Errors: selection.bad_name (empty, spaces at the ends, over 100 bytes, slash, control
    /// character, "all", "heldout"), store.no_pair.
    Result<SelectionRecord> saveSelection(const std::string& name, const std::string& rule_json,
                                          const std::vector<PairId>& pairs);
    Result<void> removeSelection(const std::string& name); ///< Errors: selection.unknown
    Result<std::vector<SelectionRecord>> selections();
    Result<std::vector<PairId>> selectionPairs(const std::string& name); ///< "all", "heldout" built in
    Result<void> addExport(const std::string& manifest_path, const std::string& manifest_json);

private:
    struct Impl;
    explicit Project(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace egt
