// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/image_dialogs.h"

#include <QCheckBox>
#include <QFile>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>
#include <unordered_map>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/buttons.h"
#include "common/controls.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/panels.h"
#include "common/table_view.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

constexpr qsizetype kMostProblems = 5000; ///< that a person could look through; the file has all

/// Files: what never had one is counted apart.
std::int64_t problemsIn(const VerifyResult& result) {
    return result.damaged + result.too_large + result.wrong_ending + result.size_changed + result.missing;
}

} // namespace

ImageCheckDialog::ImageCheckDialog(QWidget* parent)
    : QDialog(parent), m_again(new QCheckBox(tr("Look at unchanged images again"), this)),
      m_thumbnails(new QCheckBox(tr("Make the thumbnails that are missing"), this)), m_bits(new NoWheelSpinBox(this)) {
    setObjectName(u"imageCheckDialog"_s);
    setWindowTitle(tr("Check all images"));
    setFixedWidth(metrics::px(560));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(metrics::kPaneInset);
    column->addWidget(new TextLabel(tr("Check all images"), Type::title, Ink::ink, this));
    auto* what = new TextLabel(tr("Every picture is opened once: is it there, whole, of the size it had, and is there "
                                  "another one like it. It is a job that can be stopped and continued."),
                               Type::body, Ink::ink2, this);
    what->setWordWrap(true);
    column->addWidget(what);
    const VerifyRequest defaults;
    m_again->setObjectName(u"check.again"_s);
    m_again->setChecked(defaults.again);
    m_thumbnails->setObjectName(u"check.thumbnails"_s);
    m_thumbnails->setChecked(defaults.thumbnails);
    column->addWidget(m_again);
    column->addWidget(m_thumbnails);
    auto* row = new QHBoxLayout;
    const QString name = tr("Differing bits of images that look alike, of 64");
    m_bits->setObjectName(u"check.bits"_s);
    m_bits->setAccessibleName(name);
    m_bits->setRange(0, 16);
    m_bits->setValue(defaults.near_bits);
    row->addWidget(new TextLabel(name, Type::body, Ink::ink, this));
    row->addStretch(1);
    row->addWidget(m_bits);
    column->addLayout(row);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    auto* cancel = new KeyCapButton(tr("Cancel"), this);
    auto* verb = new PrimaryButton(tr("Check images"), this);
    buttons->addWidget(cancel);
    buttons->addWidget(verb);
    column->addLayout(buttons);
    connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(verb, &QAbstractButton::clicked, this, &QDialog::accept);
    verb->setFocus();
}

VerifyRequest ImageCheckDialog::request() const {
    VerifyRequest request;
    request.again = m_again->isChecked();
    request.thumbnails = m_thumbnails->isChecked();
    request.near_bits = m_bits->value();
    return request;
}

QList<ImageProblem> readImageProblems(const QString& file, qsizetype most) {
    QList<ImageProblem> out;
    QFile lines(file);
    if (!lines.open(QIODevice::ReadOnly)) return out;
    while (!lines.atEnd() && out.size() < most) {
        const QJsonObject row = QJsonDocument::fromJson(lines.readLine()).object();
        if (row.isEmpty()) continue;
        out.append({row.value("image"_L1).toString(), row.value("problem"_L1).toString(),
                    row.value("references"_L1).toInteger()});
    }
    return out;
}

QString imageProblemText(const QString& problem) {
    static const std::unordered_map<std::string, const char*> words{
        {"missing", QT_TRANSLATE_NOOP("egt::ui::ImageReportDialog", "Missing now")},
        {"damaged", QT_TRANSLATE_NOOP("egt::ui::ImageReportDialog", "Can’t be read")},
        {"too_large", QT_TRANSLATE_NOOP("egt::ui::ImageReportDialog", "Too large")},
        {"wrong_ending", QT_TRANSLATE_NOOP("egt::ui::ImageReportDialog", "Of another kind than its name says")},
        {"size_changed", QT_TRANSLATE_NOOP("egt::ui::ImageReportDialog", "Another size than at the import")}};
    const auto found = words.find(problem.toStdString());
    return found == words.end() ? problem : ImageReportDialog::tr(found->second);
}

ImageReportDialog::ImageReportDialog(EngineClient* client, const VerifyResult& result, QWidget* parent)
    : QDialog(parent), m_table(new QTableView(this)), m_note(new TextLabel({}, Type::small, Ink::ink2, this)),
      m_problems(problemsIn(result)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"imageReport"_s);
    setWindowTitle(tr("Images of the project"));
    resize(metrics::px(760), metrics::px(560));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(metrics::kGap);
    column->addWidget(new TextLabel(tr("Images of the project"), Type::title, Ink::ink, this));
    auto* grid = new KeyValueGrid(this);
    grid->addRow(tr("Good"), count(result.good), tr("of %1").arg(count(result.images)));
    grid->addRow(tr("With a problem"), count(m_problems));
    grid->addRow(tr("Named by pairs, but never found"), count(result.unfound));
    grid->addRow(tr("Copies of another"), count(result.same_files), tr("in %1 groups").arg(count(result.same_groups)));
    grid->addRow(tr("Look like another"), count(result.near_files), tr("in %1 groups").arg(count(result.near_groups)));
    auto* card = new Card(this);
    card->box()->addWidget(grid);
    column->addWidget(card);
    auto* model = new QStandardItemModel(0, 3, this);
    model->setHorizontalHeaderLabels({tr("Image"), tr("Problem"), tr("Named")});
    m_table->setObjectName(u"imageProblems"_s);
    m_table->setModel(model);
    setupTable(m_table, tr("Images with a problem"));
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->setColumnWidth(1, metrics::px(230));
    m_table->setColumnWidth(2, metrics::px(72));
    m_table->setTextElideMode(Qt::ElideMiddle);
    column->addWidget(m_table, 1);
    m_note->setWordWrap(true);
    m_note->setSelectable(true);
    column->addWidget(m_note);
    QStringList files;
    for (const std::string& file : {result.problems_file, result.duplicates_file})
        if (!file.empty()) files << QString::fromStdString(file);
    m_note->setText(m_problems == 0     ? tr("No file has a problem.")
                    : files.isEmpty()   ? QString()
                    : files.size() == 1 ? tr("All of them are in %1.").arg(files.first())
                                        : tr("Problems are in %1, copies in %2.").arg(files.first(), files.last()));
    if (m_problems == 0 && !result.duplicates_file.empty())
        m_note->setText(
            tr("No file has a problem. Copies are in %1.").arg(QString::fromStdString(result.duplicates_file)));
    m_table->setVisible(m_problems > 0);
    auto* buttons = new QHBoxLayout;
    if (result.missing + result.unfound > 0 && !client->readOnly()) {
        auto* find = new KeyCapButton(Icon::search, tr("Find missing images…"), this);
        buttons->addWidget(find);
        connect(find, &QAbstractButton::clicked, this, [this] {
            accept();
            Q_EMIT findMissingRequested();
        });
    }
    buttons->addStretch();
    auto* close = new PrimaryButton(tr("Close"), this);
    buttons->addWidget(close);
    column->addLayout(buttons);
    connect(close, &QAbstractButton::clicked, this, &QDialog::accept);
    close->setFocus();
    if (m_problems == 0) return;
    client->background(
        this, [file = QString::fromStdString(result.problems_file)] { return readImageProblems(file, kMostProblems); },
        [this](const QList<ImageProblem>& problems) { fill(problems); });
}

void ImageReportDialog::fill(const QList<ImageProblem>& problems) {
    auto* model = static_cast<QStandardItemModel*>(m_table->model());
    for (const ImageProblem& problem : problems) {
        auto* image = new QStandardItem(problem.image);
        image->setToolTip(problem.image);
        auto* times = new QStandardItem(count(problem.references));
        times->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        model->appendRow({image, new QStandardItem(imageProblemText(problem.problem)), times});
    }
}

} // namespace egt::ui
