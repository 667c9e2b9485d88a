// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/recent_projects.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cmath>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "window/settings.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

constexpr int kMost = 12;
constexpr int kBins = 34;

MiniHistogramData histogramOf(const ColumnSnapshot& columns, double cut) {
    MiniHistogramData out;
    const Column* column = columns.uncertainty();
    if (column == nullptr) return out;
    std::vector<float> values;
    for (std::int64_t row = 0; row < columns.rows; ++row)
        if (const float value = column->real(row); std::isfinite(value)) values.push_back(value);
    if (values.empty()) return out;
    // The axis ends where all but one in two hundred are shown: a few very long tails would squash the rest.
    const auto place = static_cast<std::ptrdiff_t>(static_cast<double>(values.size() - 1) * 0.995);
    std::nth_element(values.begin(), values.begin() + place, values.end());
    out.high = std::max(1e-6, static_cast<double>(values[static_cast<std::size_t>(place)]));
    out.counts.assign(kBins, 0);
    for (const float value : values)
        ++out.counts[static_cast<std::size_t>(std::clamp(static_cast<int>(value / out.high * kBins), 0, kBins - 1))];
    if (std::isfinite(cut)) out.cut = cut;
    return out;
}

// The newest run, when it stopped half way and can go on.
void setWaitingJob(RecentProject& project, const ProjectInfo& info) {
    const auto newest = std::max_element(info.runs.begin(), info.runs.end(),
                                         [](const RunRecord& x, const RunRecord& y) { return x.id < y.id; });
    if (newest == info.runs.end()) return;
    const bool waits = newest->state == RunState::stopped || newest->state == RunState::paused ||
                       newest->state == RunState::interrupted;
    if (!waits) return;
    project.job_kind = static_cast<int>(newest->kind);
    project.job_state = static_cast<int>(newest->state);
    project.job_share = newest->total > 0 ? static_cast<double>(newest->done) / static_cast<double>(newest->total) : 0;
}

} // namespace

QString RecentProject::name() const {
    return QFileInfo(path).completeBaseName();
}

QString RecentProject::job() const {
    if (job_kind == 0) return {};
    return QCoreApplication::translate("egt::ui::RecentProjects", "%1 %2, %3")
        .arg(kindWord(static_cast<RunKind>(job_kind)), stateWord(static_cast<RunState>(job_state)),
             percent(job_share, 0));
}

bool RecentProject::exists() const {
    return QFileInfo::exists(QDir(path).filePath(u"project.db"_s));
}

QList<RecentProject> RecentProjects::list() const {
    QList<RecentProject> out;
    for (const QJsonValue& value : QJsonDocument::fromJson(m_settings.recentProjects()).array()) {
        const QJsonObject object = value.toObject();
        RecentProject project;
        project.path = object["path"_L1].toString();
        project.pairs = object["pairs"_L1].toInteger();
        project.scored = object["scored"_L1].toInteger();
        project.reviewed = object["reviewed"_L1].toInteger();
        project.time_ms = object["time"_L1].toInteger();
        project.job_kind = object["job_kind"_L1].toInt();
        project.job_state = object["job_state"_L1].toInt();
        project.job_share = object["job_share"_L1].toDouble();
        for (const QJsonValue& count : object["counts"_L1].toArray())
            project.histogram.counts.push_back(count.toDouble());
        project.histogram.high = object["high"_L1].toDouble(1);
        if (object.contains("cut"_L1)) project.histogram.cut = object["cut"_L1].toDouble();
        if (!project.path.isEmpty()) out << project;
    }
    return out;
}

void RecentProjects::store(const QList<RecentProject>& projects) {
    QJsonArray array;
    for (const RecentProject& project : projects.first(std::min<qsizetype>(projects.size(), kMost))) {
        QJsonArray counts;
        for (const double count : project.histogram.counts)
            counts << count;
        QJsonObject object{
            {"path"_L1, project.path},           {"pairs"_L1, project.pairs},         {"scored"_L1, project.scored},
            {"reviewed"_L1, project.reviewed},   {"time"_L1, project.time_ms},        {"job_kind"_L1, project.job_kind},
            {"job_state"_L1, project.job_state}, {"job_share"_L1, project.job_share}, {"counts"_L1, counts},
            {"high"_L1, project.histogram.high}};
        if (project.histogram.cut) object["cut"_L1] = *project.histogram.cut;
        array << object;
    }
    m_settings.setRecentProjects(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

void RecentProjects::remember(const EngineClient& client, double cut) {
    const auto info = client.engine().info();
    if (!info) return;
    RecentProject project;
    project.path = client.path();
    project.pairs = info->pairs;
    project.scored = info->scored;
    project.reviewed = info->reviewed;
    project.time_ms = QDateTime::currentMSecsSinceEpoch();
    setWaitingJob(project, *info);
    if (const ColumnsPtr columns = client.columns()) project.histogram = histogramOf(*columns, cut);
    QList<RecentProject> projects = list();
    projects.removeIf([&](const RecentProject& old) { return old.path == project.path; });
    projects.prepend(project);
    store(projects);
}

void RecentProjects::remove(const QString& path) {
    QList<RecentProject> projects = list();
    projects.removeIf([&](const RecentProject& old) { return old.path == path; });
    store(projects);
}

void RecentProjects::relocate(const QString& from, const QString& to) {
    QList<RecentProject> projects = list();
    for (RecentProject& project : projects)
        if (project.path == from) project.path = to;
    store(projects);
}

} // namespace egt::ui
