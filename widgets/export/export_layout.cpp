// SPDX-License-Identifier: GPL-3.0-or-later
// How Export is put together.
#include <QAction>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollArea>
#include <QSplitter>
#include <QUrl>
#include <QVBoxLayout>

#include "bridge/text.h"
#include "common/metrics.h"
#include "common/panels.h"
#include "export/export_form.h"
#include "export/export_output.h"
#include "export/export_workspace.h"

namespace egt::ui {

ExportWorkspace::ExportWorkspace(QWidget* parent)
    : Workspace(parent), m_form(new ExportForm), m_output(new ExportOutput), m_stack(new QStackedWidget),
      m_empty(new EmptyState(Icon::export_, tr("Exported pairs are written here."),
                             tr("Import pairs first; then choose which of them to write."))) {
    setObjectName(QStringLiteral("workspace.export"));
    m_write = new QAction(tr("Write pairs"), this);
    m_write->setObjectName(QStringLiteral("export.write"));
    m_write->setShortcut(Qt::CTRL | Qt::Key_E);
    m_copy = new QAction(tr("Copy command"), this);
    m_copy->setObjectName(QStringLiteral("export.copyCommand"));
    m_copy->setIcon(icon(Icon::terminal));
    m_repeat = new QAction(tr("Repeat an export…"), this);
    m_repeat->setObjectName(QStringLiteral("export.repeat"));
    m_repeat->setToolTip(tr("Writes the export of a manifest again, byte for byte, or says what has changed since"));
    for (QAction* action : {m_write, m_copy, m_repeat}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
    connect(m_write, &QAction::triggered, this, &ExportWorkspace::write);
    connect(m_copy, &QAction::triggered, this, &ExportWorkspace::copyCommand);
    connect(m_repeat, &QAction::triggered, this, &ExportWorkspace::repeat);

    auto* head = new Pane(Ground::chrome);
    auto* title_row = new QHBoxLayout(head);
    title_row->setContentsMargins(12, 0, 12, 0);
    title_row->addWidget(new TextLabel(tr("Export"), Type::title, Ink::ink, nullptr, 600));
    title_row->addStretch();
    head->setFixedHeight(metrics::px(metrics::kToolbar));
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded); // with large letters
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_form);
    auto* split = new QSplitter(Qt::Horizontal);
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    split->addWidget(scroll);
    split->addWidget(m_output);
    split->setSizes({560, 816});
    split->setStretchFactor(1, 1);
    auto* full = new QWidget;
    auto* column = new QVBoxLayout(full);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(new Divider);
    column->addWidget(split, 1);
    column->addWidget(new Divider);
    column->addWidget(buildBar());
    auto* nothing = new Pane(Ground::paper);
    auto* middle = new QVBoxLayout(nothing);
    middle->addWidget(m_empty, 0, Qt::AlignCenter);
    m_stack->addWidget(nothing);
    m_stack->addWidget(full);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    m_later.setSingleShot(true);
    m_later.setInterval(150);
    connect(&m_later, &QTimer::timeout, this, &ExportWorkspace::recount);
    connect(m_form, &ExportForm::changed, this, &ExportWorkspace::formChanged);
    updateBar();
}

QWidget* ExportWorkspace::buildBar() {
    auto* bar = new Pane(Ground::chrome);
    bar->setObjectName(QStringLiteral("export.bar"));
    auto* column = new QVBoxLayout(bar);
    column->setContentsMargins(20, 12, 12, 12);
    column->setSpacing(metrics::kGap);
    m_error = new Notice(Notice::Tone::err);
    m_error->setObjectName(QStringLiteral("export.error"));
    m_error->hide();
    m_done = new Notice(Notice::Tone::info);
    m_done->setObjectName(QStringLiteral("export.done"));
    m_done->setButton(tr("Show folder"));
    m_done->setClosable(true);
    m_done->hide();
    column->addWidget(m_error);
    column->addWidget(m_done);
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::kGap);
    m_folder = new QLineEdit;
    m_folder->setObjectName(QStringLiteral("export.folder"));
    m_folder->setAccessibleName(tr("Write to"));
    m_folder->setTextMargins(6, 0, 6, 0);
    m_folder->installEventFilter(this);
    m_folder->setToolTip(tr("A folder that is made for this export. It must be new or empty, or hold an export to "
                            "replace."));
    auto* browse_button = new KeyCapButton(Icon::folder, tr("Browse"));
    browse_button->setObjectName(QStringLiteral("export.browse"));
    auto* copy = new KeyCapButton;
    copy->setObjectName(QStringLiteral("export.copyCommand.button"));
    copy->bind(m_copy);
    copy->setButtonHeight(metrics::kDecisionKey);
    m_write_button = new PrimaryButton;
    m_write_button->setObjectName(QStringLiteral("export.write.button"));
    m_write_button->bind(m_write);
    m_write_button->setLineIcon(Icon::export_);
    m_write_button->setButtonHeight(metrics::kDecisionKey);
    row->addWidget(new TextLabel(tr("Write to"), Type::body, Ink::ink2));
    row->addWidget(m_folder, 1);
    row->addWidget(browse_button);
    m_replace = new QCheckBox(tr("Replace it"));
    m_replace->setObjectName(QStringLiteral("export.replace"));
    m_replace->setMinimumHeight(metrics::kTarget);
    row->addWidget(m_replace);
    connect(m_replace, &QCheckBox::toggled, this, [this] {
        checkFolder();
        updateBar();
    });
    row->addStretch();
    row->addWidget(copy);
    row->addWidget(m_write_button);
    column->addLayout(row);
    connect(m_folder, &QLineEdit::textEdited, this, [this] { m_folder_typed = true; });
    connect(m_folder, &QLineEdit::textChanged, this, [this] {
        m_write_when_counted = false;
        checkFolder();
        updateBar();
    });
    connect(m_folder, &QLineEdit::returnPressed, m_write, &QAction::trigger);
    connect(browse_button, &QAbstractButton::clicked, this, &ExportWorkspace::browse);
    connect(m_done, &Notice::activated, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_written_folder)); });
    connect(m_done, &Notice::closed, m_done, &QWidget::hide);
    return bar;
}

bool ExportWorkspace::eventFilter(QObject* watched, QEvent* event) {
    // On X11 a text field takes Ctrl+E as "to the end of the line"; here it is the key that writes.
    if (watched == m_folder && event->type() == QEvent::ShortcutOverride) {
        const QKeyCombination pressed = static_cast<QKeyEvent*>(event)->keyCombination();
        if (m_write->shortcut() == QKeySequence(pressed)) {
            event->ignore();
            return true;
        }
    }
    return Workspace::eventFilter(watched, event);
}

} // namespace egt::ui
