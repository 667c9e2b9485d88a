// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/dialogs.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include "common/buttons.h"
#include "common/labels.h"
#include "common/metrics.h"
#include "common/panels.h"

using namespace Qt::StringLiterals;

namespace egt::ui {
namespace {

struct Dialogs {
    Q_DECLARE_TR_FUNCTIONS(egt::ui::Dialogs)
};

// A dialog with a title, a text and buttons at the right; returns the index of the button, -1 = closed.
int ask(QWidget* parent, const QString& title, const QString& text, const QStringList& buttons, int primary,
        const QStringList& tips = {}) {
    QDialog dialog(parent);
    dialog.setWindowTitle(title);
    dialog.setFixedWidth(metrics::px(560));
    auto* layout = new QVBoxLayout(&dialog);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(metrics::kPaneInset);
    layout->addWidget(new TextLabel(title, Type::title, Ink::ink, &dialog));
    auto* body = new TextLabel(text, Type::body, Ink::ink2, &dialog);
    body->setWordWrap(true);
    layout->addWidget(body);
    auto* row = new QHBoxLayout;
    row->addStretch();
    int chosen = -1;
    for (int i = 0; i < buttons.size(); ++i) {
        auto* button = new KeyCapButton(buttons[i], &dialog);
        if (i == primary) button->setKind(ButtonKind::primary);
        if (i < tips.size()) button->setToolTip(tips[i]);
        QObject::connect(button, &QAbstractButton::clicked, &dialog, [&dialog, &chosen, i] {
            chosen = i;
            dialog.accept();
        });
        row->addWidget(button);
        if (i == primary) button->setFocus();
    }
    layout->addLayout(row);
    dialog.exec();
    return chosen;
}

} // namespace

std::optional<QString> askAnnotator(const QString& now, QWidget* parent) {
    QDialog dialog(parent);
    dialog.setWindowTitle(Dialogs::tr("Who decides?"));
    dialog.setFixedWidth(metrics::px(560));
    auto* layout = new QVBoxLayout(&dialog);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(metrics::kPaneInset);
    layout->addWidget(new TextLabel(Dialogs::tr("Who decides?"), Type::title, Ink::ink, &dialog));
    auto* text = new TextLabel(
        Dialogs::tr("The name is stored with every decision, so that two people’s decisions can be compared."),
        Type::body, Ink::ink2, &dialog);
    text->setWordWrap(true);
    layout->addWidget(text);
    auto* field = new QLineEdit(now, &dialog);
    field->setAccessibleName(Dialogs::tr("Annotator’s name"));
    field->setMaxLength(80);
    layout->addWidget(field);
    auto* row = new QHBoxLayout;
    row->addStretch();
    auto* cancel = new KeyCapButton(Dialogs::tr("Cancel"), &dialog);
    auto* verb = new PrimaryButton(Dialogs::tr("Use this name"), &dialog);
    row->addWidget(cancel);
    row->addWidget(verb);
    layout->addLayout(row);
    const auto enable = [verb, field] { verb->setEnabled(!field->text().trimmed().isEmpty()); };
    QObject::connect(field, &QLineEdit::textChanged, verb, enable);
    QObject::connect(field, &QLineEdit::returnPressed, verb, [verb] { verb->click(); });
    QObject::connect(cancel, &QAbstractButton::clicked, &dialog, &QDialog::reject);
    QObject::connect(verb, &QAbstractButton::clicked, &dialog, &QDialog::accept);
    enable();
    field->setFocus();
    field->selectAll();
    if (dialog.exec() != QDialog::Accepted) return std::nullopt;
    return field->text().trimmed();
}

std::optional<StopKind> askAboutJobs(const QStringList& jobs, QWidget* parent) {
    const int chosen = ask(
        parent, Dialogs::tr("A job is running"),
        Dialogs::tr("%1. Stop and save: the step ends, a checkpoint is written, and it can be continued later. Abort: "
                    "what was done since the last checkpoint is lost.")
            .arg(jobs.join(Dialogs::tr(", "))),
        {Dialogs::tr("Keep running"), Dialogs::tr("Abort"), Dialogs::tr("Stop and save")}, 2);
    if (chosen == 1) return StopKind::abort;
    if (chosen == 2) return StopKind::save;
    return std::nullopt;
}

std::optional<StopKind> askStop(const QString& job, QWidget* parent) {
    const int chosen = ask(
        parent, Dialogs::tr("Stop this job?"),
        Dialogs::tr("%1. Stop and save: the step ends and what was done is kept. Abort: it ends at once; what was done "
                    "since the last checkpoint is lost.")
            .arg(job),
        {Dialogs::tr("Keep running"), Dialogs::tr("Abort"), Dialogs::tr("Stop and save")}, 2);
    if (chosen == 1) return StopKind::abort;
    if (chosen == 2) return StopKind::save;
    return std::nullopt;
}

void showAbout(QWidget* parent) {
    ask(parent, Dialogs::tr("EGT Studio %1").arg(QCoreApplication::applicationVersion()),
        Dialogs::tr("Measures how uncertain a judge is about preference pairs, helps people review them, and trains on "
                    "the rest. "
                    "The method is EGT (arXiv 2602.01884). Free software under GPL-3.0-or-later; built on Qt %1, "
                    "QCustomPlot, OpenCV, "
                    "SQLite and LibTorch.")
            .arg(QLatin1StringView(qVersion())),
        {Dialogs::tr("Close")}, 0);
}

GuideDialog::GuideDialog(QWidget* parent) : QDialog(parent) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Five-minute guide"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 20);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("Five-minute guide"));
    auto* page = new Pane(Ground::chrome);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(28, 24, 28, 12);
    layout->setSpacing(6);
    layout->addWidget(new TextLabel(tr("Five-minute guide"), Type::title, Ink::ink, page));
    struct Step {
        Icon icon;
        QString title, text;
    };
    const QList<Step> steps{
        {Icon::import_, tr("1. Import pairs"),
         tr("A pair is an image, a question and two answers, one of them labelled better. Drop a JSON Lines file on "
            "the window, or press "
            "Ctrl+I. Rows that can’t be taken are listed with line and reason; nothing is imported twice.")},
        {Icon::judge, tr("2. Score them"),
         tr("In Train, choose a judge and start a scoring run. The judge reasons about every pair, in both orders. The "
            "mean entropy of the "
            "tokens it writes, in nats, is the score: where it is high, the judge is likely wrong.")},
        {Icon::explore, tr("3. Look and cut"),
         tr("In Explore, drag the cut on the histogram. You see at once how many pairs are kept and what that does to "
            "each source. After a "
            "few reviewed pairs, the strip below shows the share of wrong labels with its interval, and says where "
            "decisions are missing.")},
        {Icon::review, tr("4. Review the doubtful ones"),
         tr("In Review, one key decides and moves on: 1 or A, 2 or B, 3 tie, 4 both bad, Y label right, X label wrong, "
            "D drop, Space skip. "
            "Ctrl+Z brings the pair back. N jumps to the next uncertain span of the judge’s text. Every decision is "
            "saved at once.")},
        {Icon::train, tr("5. Train from low to high entropy"),
         tr("Train on what is kept, certain pairs first. Pause, continue, stop and save at any step; what you decide "
            "in review counts from the "
            "next stage on.")},
        {Icon::export_, tr("6. Export"),
         tr("Write the kept pairs for TRL or as plain JSON Lines, with a manifest of cut, judge and decisions, so that "
            "it can be repeated.")}};
    for (const Step& step : steps) {
        layout->addSpacing(14);
        auto* head = new QHBoxLayout;
        head->addWidget(new IconLabel(step.icon, Ink::accent, 20, page));
        head->addWidget(new TextLabel(step.title, Type::lead, Ink::ink, page));
        head->addStretch();
        layout->addLayout(head);
        auto* text = new TextLabel(step.text, Type::body, Ink::ink2, page);
        text->setWordWrap(true);
        text->setContentsMargins(28, 0, 0, 0);
        layout->addWidget(text);
    }
    layout->addStretch(1);
    scroll->setWidget(page);
    outer->addWidget(scroll, 1);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(28, 8, 28, 0);
    row->addWidget(new TextLabel(tr("Ctrl+K finds every command, ? shows all keys."), Type::small, Ink::ink3, this));
    row->addStretch();
    auto* close_button = new PrimaryButton(tr("Close"), this);
    connect(close_button, &QAbstractButton::clicked, this, &QDialog::accept);
    row->addWidget(close_button);
    outer->addLayout(row);
    resize(metrics::px(640), metrics::px(640));
    close_button->setFocus();
}

} // namespace egt::ui
