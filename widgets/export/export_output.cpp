// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/export_output.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "bridge/text.h"
#include "common/metrics.h"

namespace egt::ui {

ExportOutput::ExportOutput(QWidget* parent)
    : Pane(Ground::sunken, parent),
      m_tabs(new SegmentedControl({tr("Preview"), tr("Files"), tr("Command")}, tr("What will be written"))),
      m_stack(new QStackedWidget), m_preview(new RowPreview), m_caption(new TextLabel({}, Type::small, Ink::ink3)),
      m_command(new QPlainTextEdit), m_written_head(new SectionHeading(tr("What will be written"))),
      m_written(new QWidget), m_grid(nullptr), m_file_grid(nullptr), m_warning(new Notice(Notice::Tone::warn)) {
    setObjectName(QStringLiteral("export.output"));
    m_tabs->setObjectName(QStringLiteral("export.tabs"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 14, 20, 14);
    column->setSpacing(12);
    auto* head = new QHBoxLayout;
    head->addWidget(m_tabs);
    head->addStretch();
    head->addWidget(m_caption);
    column->addLayout(head);
    m_stack->addWidget(m_preview);
    m_stack->addWidget(buildFiles());
    m_stack->addWidget(buildCommand());
    column->addWidget(m_stack, 1);
    auto* written = new QVBoxLayout(m_written);
    written->setContentsMargins(0, 0, 0, 0);
    written->setSpacing(metrics::kGap);
    written->addWidget(m_written_head);
    auto* card = new Card;
    m_grid = new QGridLayout;
    card->box()->addLayout(m_grid);
    written->addWidget(card);
    column->addWidget(m_written);
    m_warning->setObjectName(QStringLiteral("export.warning"));
    m_warning->hide();
    column->addWidget(m_warning);
    connect(m_tabs, &SegmentedControl::currentChanged, this, &ExportOutput::tabChanged);
}

QWidget* ExportOutput::buildFiles() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    auto* card = new Card;
    m_file_grid = new QGridLayout;
    card->box()->addLayout(m_file_grid);
    column->addWidget(card);
    auto* note = new TextLabel(tr("Everything is written into a folder aside and renamed at the end: a folder that is "
                                  "there is whole. The manifest names the rule, the judge, the counts and a hash of "
                                  "every file."),
                               Type::small, Ink::ink2);
    note->setWordWrap(true);
    column->addWidget(note);
    column->addStretch();
    return page;
}

QWidget* ExportOutput::buildCommand() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::kGap);
    m_command->setObjectName(QStringLiteral("export.command"));
    m_command->setAccessibleName(tr("Command"));
    m_command->setReadOnly(true);
    m_command->setTabChangesFocus(true);
    m_command->setFont(monoFont(Type::small));
    m_command->setMaximumHeight(metrics::px(120));
    column->addWidget(m_command);
    auto* note = new TextLabel(tr("Writes the same files without the window, byte for byte."), Type::small, Ink::ink2);
    column->addWidget(note);
    column->addStretch();
    return page;
}

void ExportOutput::tabChanged(int tab) {
    m_stack->setCurrentIndex(tab);
    m_written->setVisible(tab != 1);
    m_caption->setText(tab == 0 ? m_rows_caption : QString());
}

void ExportOutput::setRows(const std::vector<std::string>& rows, std::int64_t of) {
    m_preview->setRows(rows);
    m_rows_caption = rows.empty() ? QString()
                                  : tr("Rows 1 to %1 of %2, exactly as they will be written")
                                        .arg(count(static_cast<std::int64_t>(rows.size())), count(of));
    tabChanged(m_tabs->current());
}

void ExportOutput::setMessage(const QString& text) {
    m_preview->setMessage(text);
    m_rows_caption.clear();
    tabChanged(m_tabs->current());
}

void ExportOutput::fill(QGridLayout* grid, const QList<PlannedFile>& files) {
    while (QLayoutItem* item = grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(2, 1);
    grid->setColumnMinimumWidth(1, 200);
    for (int row = 0; row < files.size(); ++row) {
        grid->addWidget(new IconLabel(files[row].image ? Icon::image : Icon::file, Ink::ink2, 16), row, 0);
        grid->addWidget(new TextLabel(files[row].name, Type::body, Ink::ink, nullptr, 500), row, 1);
        grid->addWidget(new ElidedLabel(files[row].what, Type::small, Ink::ink2), row, 2);
        grid->addWidget(new TextLabel(files[row].size, Type::small, Ink::ink2, nullptr, 500), row, 3, Qt::AlignRight);
    }
}

void ExportOutput::setFiles(const QList<PlannedFile>& files, const QString& total) {
    fill(m_grid, files);
    fill(m_file_grid, files);
    m_written_head->setRight(total);
}

void ExportOutput::setCommand(const QString& command) {
    if (m_command->toPlainText() != command) m_command->setPlainText(command);
}

void ExportOutput::setWarning(const QString& text) {
    m_warning->setText(text);
    m_warning->setVisible(!text.isEmpty());
}

} // namespace egt::ui
