// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/job_work.h"

#include <exception>
#include <new>

#include "pipelines/pipelines.h"
#include "pipelines/score_server.h"
#include "remote/address.h"

namespace egt::jobs {
namespace {

template <class T> Result<JobResult> wrap(Result<T> result) {
    if (!result) return fail(std::move(result).error());
    return JobResult(std::move(*result));
}

struct Worker {
    Project& project;
    RunContext& run;
    const BackendSource& backend;

    Result<JobResult> operator()(const ImportRequest& r) const { return wrap(pipelines::importFile(r, project, run)); }
    Result<JobResult> operator()(const ExportRequest& r) const {
        return wrap(pipelines::exportSelection(r, project, run));
    }
    Result<JobResult> operator()(const IndexRequest& r) const { return wrap(pipelines::buildIndex(r, project, run)); }
    Result<JobResult> operator()(const DuplicatesRequest& r) const {
        return wrap(pipelines::findDuplicates(r, project, run));
    }
    Result<JobResult> operator()(const BenchRequest& r) const {
        return wrap(pipelines::evaluateBenchmark(r, project, run));
    }
    Result<JobResult> operator()(const VerifyRequest& r) const {
        return wrap(pipelines::verifyImages(r, project, run));
    }
    Result<JobResult> operator()(const RelocateRequest& r) const {
        return wrap(pipelines::relocateImages(r, project, run));
    }
    Result<JobResult> operator()(const SftRequest& r) const {
        EGT_ASSIGN(MlBackend * ml, backend());
        return wrap(ml->sft(r, project, run));
    }
    Result<JobResult> operator()(const ScoreRequest& r) const {
        if (remote::isServer(r.judge)) return wrap(pipelines::scoreWithServer(r, project, run));
        EGT_ASSIGN(MlBackend * ml, backend());
        return wrap(ml->score(r, project, run));
    }
    Result<JobResult> operator()(const TrainRequest& r) const {
        EGT_ASSIGN(MlBackend * ml, backend());
        return wrap(ml->train(r, project, run));
    }
    Result<JobResult> operator()(const EvalRequest& r) const {
        EGT_ASSIGN(MlBackend * ml, backend());
        return wrap(ml->evaluate(r, project, run));
    }
};

} // namespace

Result<JobResult> doWork(const JobRequest& request, Project& project, RunContext& run, const BackendSource& backend) {
    try {
        return std::visit(Worker{project, run, backend}, request);
    } catch (const std::bad_alloc&) {
        return fail("job.no_memory",
                    EGT_TEXT("engine", "There is not enough memory for this job. Close other programs, or choose a "
                                       "smaller batch."));
    } catch (const std::exception& error) {
        return fail("job.internal",
                    EGT_TEXT("engine", "The job ended because of a fault in the program: %1. What was stored is kept."),
                    {error.what()});
    }
}

} // namespace egt::jobs
