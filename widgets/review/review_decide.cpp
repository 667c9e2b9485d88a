// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions and notes in Review.
#include <QPlainTextEdit>
#include <QSignalBlocker>

#include "bridge/engine_client.h"
#include "bridge/text.h"
#include "common/buttons.h"
#include "common/project_context.h"
#include "review/review_session.h"
#include "review/review_workspace.h"
#include "review/why_dock.h"

namespace egt::ui {

void ReviewWorkspace::run(ReviewCommand command) {
    m_bar->button(command)->flash();
    if (!m_bar->button(command)->isEnabled()) return;
    saveNote();
    Result<void> done;
    if (command == ReviewCommand::undo) {
        if (Result<bool> undone = m_session->undo(); !undone)
            done = fail(undone.error());
        else if (!*undone && context() != nullptr)
            context()->toast(tr("There is no decision to take back."));
    } else {
        done = m_session->decide(command);
    }
    m_bar->setFailure(done ? QString() : tr("The decision was not saved: %1").arg(errorText(done.error())));
}

void ReviewWorkspace::redo() {
    saveNote();
    Result<bool> done = m_session->redo();
    m_bar->setFailure(done ? QString() : tr("The decision was not saved: %1").arg(errorText(done.error())));
}

void ReviewWorkspace::loadNote() {
    m_note_pair = m_session->pair().id;
    const auto note = client()->engine().note(m_note_pair);
    m_note_read = note ? QString::fromStdString(*note) : QString();
    const QSignalBlocker block(m_dock->note());
    if (m_dock->note()->toPlainText() != m_note_read) m_dock->note()->setPlainText(m_note_read);
    m_dock->note()->setReadOnly(client()->readOnly());
}

void ReviewWorkspace::saveNote() {
    if (m_note_pair == 0 || client() == nullptr || !client()->isOpen()) return;
    const QString text = m_dock->note()->toPlainText();
    if (text == m_note_read) return;
    const std::string who = context() == nullptr ? std::string() : context()->annotator().toStdString();
    if (auto stored = client()->engine().setNote(m_note_pair, text.toStdString(), who); !stored) {
        m_bar->setFailure(tr("The note was not saved: %1").arg(errorText(stored.error())));
        return;
    }
    m_note_read = text;
    if (context() != nullptr) context()->markSaved();
}

} // namespace egt::ui
