// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/import_preview.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QTableWidget>
#include <QVBoxLayout>

#include "bridge/text.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/panels.h"
#include "common/table_view.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

enum Count { kPairs, kRejected, kAlready, kLabels, kImages };

QTableWidget* makeTable(const QStringList& heads, const QString& name, QWidget* parent) {
    auto* table = new QTableWidget(0, static_cast<int>(heads.size()), parent);
    setupTable(table, name);
    table->setHorizontalHeaderLabels(heads);
    table->setSortingEnabled(false);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->verticalHeader()->hide();
    table->setFrameShape(QFrame::NoFrame);
    table->setWordWrap(false);
    return table;
}

QTableWidgetItem* cell(const QString& text) {
    auto* item = new QTableWidgetItem(text.simplified());
    item->setToolTip(text.size() > 1500 ? text.left(1500) + u"…"_s : text);
    return item;
}

QString labelText(Label label) {
    switch (label) {
    case Label::a:
        return ImportPreview::tr("A");
    case Label::b:
        return ImportPreview::tr("B");
    case Label::tie:
        return ImportPreview::tr("tie");
    case Label::none:
        break;
    }
    return u"–"_s;
}

} // namespace

ImportPreview::ImportPreview(QWidget* parent)
    : QWidget(parent), m_empty(new EmptyState(Icon::file, {}, {}, {}, this)), m_content(new QWidget(this)),
      m_counts(new KeyValueGrid(m_content)), m_findings_head(new SectionHeading(tr("To know"), {}, m_content)),
      m_findings(new QVBoxLayout),
      m_pairs(makeTable({tr("Source"), tr("Question"), tr("Answer A"), tr("Answer B"), tr("Label"), tr("Image")},
                        tr("First pairs"), m_content)),
      m_rejects_head(new SectionHeading(tr("Rows that can’t be read"), {}, m_content)),
      m_rejects(makeTable({tr("Row"), tr("Field"), tr("Reason")}, tr("Rows that can’t be read"), m_content)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_content, 1);
    auto* content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(8);
    auto* card = new Card(m_content);
    for (const QString& key : {tr("Pairs"), tr("Can’t be read"), tr("Already there"), tr("Labels"), tr("Images")})
        m_counts->addRow(key);
    card->box()->addWidget(m_counts);
    content->addWidget(card);
    content->addWidget(m_findings_head);
    m_findings->setSpacing(4);
    content->addLayout(m_findings);
    content->addWidget(new SectionHeading(tr("First pairs"), {}, m_content));
    content->addWidget(m_pairs, 3);
    content->addWidget(m_rejects_head);
    content->addWidget(m_rejects, 1);
    for (int column : {1, 2, 3})
        m_pairs->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
    for (int column : {0, 4})
        m_pairs->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_pairs->horizontalHeader()->setMinimumSectionSize(metrics::px(64));
    m_rejects->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_rejects->horizontalHeader()->setSectionResizeMode(2, QHeaderView::Stretch);
    m_content->hide();
}

void ImportPreview::setNothing(const QString& sentence, const QString& advice) {
    m_empty->setTexts(sentence, advice);
    m_empty->show();
    m_content->hide();
}

void ImportPreview::setSeen(const ImportInspection& seen) {
    m_empty->hide();
    m_content->show();
    const QString more = seen.whole ? QString() : tr("so far");
    m_counts->setValue(kPairs, count(seen.pairs), more);
    m_counts->setValue(kRejected, count(seen.rejected));
    m_counts->setValue(kAlready, count(seen.already), tr("also those that the file repeats"));
    m_counts->setValue(kLabels,
                       tr("A %1, B %2, tie %3, none %4")
                           .arg(count(seen.label_a), count(seen.label_b), count(seen.ties), count(seen.unlabelled)));
    m_counts->setValue(kImages, count(seen.images),
                       seen.missing_images > 0 ? tr("%1 missing").arg(count(seen.missing_images)) : QString());
    showFindings(seen);
    showPairs(seen.sample);
    showRejects(seen);
}

void ImportPreview::showFindings(const ImportInspection& seen) {
    while (QLayoutItem* item = m_findings->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_findings_head->setVisible(!seen.findings.empty());
    for (const Finding& finding : seen.findings) {
        const bool warns = finding.weight == Weight::warning;
        auto* row = new QWidget(m_content);
        auto* layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(8);
        layout->addWidget(new IconLabel(warns ? Icon::warn : Icon::info, warns ? Ink::warn : Ink::ink3, 16, row), 0,
                          Qt::AlignTop);
        auto* text = new TextLabel(errorText(Error{finding.code, finding.text, finding.args, {}, 0, {}}), Type::body,
                                   warns ? Ink::ink : Ink::ink2, row);
        text->setWordWrap(true);
        text->setSelectable(true);
        if (!finding.lines.empty()) {
            QStringList lines;
            for (const std::int64_t line : finding.lines)
                lines += QLocale().toString(static_cast<qlonglong>(line));
            text->setToolTip(tr("Rows %1").arg(lines.join(u", "_s)) +
                             (finding.count > static_cast<std::int64_t>(finding.lines.size()) ? u", …"_s : QString()));
        }
        layout->addWidget(text, 1);
        m_findings->addWidget(row);
    }
}

void ImportPreview::showPairs(const std::vector<PairRecord>& pairs) {
    m_pairs->setRowCount(static_cast<int>(pairs.size()));
    for (int row = 0; row < m_pairs->rowCount(); ++row) {
        const PairRecord& p = pairs[static_cast<std::size_t>(row)];
        const QString image = p.images.empty() ? u"–"_s : QString::fromStdString(p.images.front().reference);
        int column = 0;
        for (const QString& text :
             {QString::fromStdString(p.source), QString::fromStdString(p.question), QString::fromStdString(p.answer_a),
              QString::fromStdString(p.answer_b), labelText(p.label),
              p.images.size() > 1
                  ? tr("%1 and %2 more").arg(image, count(static_cast<std::int64_t>(p.images.size()) - 1))
                  : image})
            m_pairs->setItem(row, column++, cell(text));
    }
}

void ImportPreview::showRejects(const ImportInspection& seen) {
    m_rejects_head->setVisible(!seen.rejects.empty());
    m_rejects->setVisible(!seen.rejects.empty());
    m_rejects->setRowCount(static_cast<int>(seen.rejects.size()));
    for (int row = 0; row < m_rejects->rowCount(); ++row) {
        const RejectedRow& r = seen.rejects[static_cast<std::size_t>(row)];
        m_rejects->setItem(row, 0, cell(count(r.line)));
        m_rejects->setItem(row, 1, cell(QString::fromStdString(r.field)));
        m_rejects->setItem(row, 2, cell(QString::fromStdString(r.reason)));
    }
}

} // namespace egt::ui
