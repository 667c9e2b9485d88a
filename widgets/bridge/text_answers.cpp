// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/text_answers.h"

#include <iterator>

#include "bridge/engine_client.h"

namespace egt::ui {
namespace {

constexpr qsizetype kKept = 16; ///< answers, unless a filter needs more; one may name every pair

} // namespace

TextAnswers::TextAnswers(EngineClient* client) : QObject(client), m_client(client) {
    connect(client, &EngineClient::projectClosed, this, [this] {
        ++m_project;
        m_known.clear();
        m_running.clear();
    });
    connect(client, &EngineClient::dataChanged, this, [this](const QString& what) {
        if (what != QLatin1String("pairs")) return;
        for (Known& known : m_known)
            known.old = true;
        for (bool& old : m_running)
            old = true;
    });
}

curation::TextSearch TextAnswers::search() {
    return [this, search = ++m_searches](const std::string& text) -> Answer {
        const auto known = m_known.find(QString::fromStdString(text));
        if (known == m_known.end() || known->old) ask(text);
        if (known != m_known.end()) {
            known->search = search;
            return known->answer;
        }
        return fail(kSearching, EGT_TEXT("engine", "The texts are searched for “%1”."), {text});
    };
}

curation::TextSearch TextAnswers::check() {
    return [this](const std::string& text) -> Answer {
        const auto known = m_known.constFind(QString::fromStdString(text));
        return known == m_known.cend() ? Answer(std::vector<PairId>()) : known->answer;
    };
}

void TextAnswers::ask(const std::string& text) {
    const QString key = QString::fromStdString(text);
    if (m_running.contains(key)) return;
    m_running.insert(key, false);
    m_client->background(
        this, [client = m_client, text] { return client->engine().search(text); },
        [this, text, project = m_project](Answer&& answer) { take(text, project, std::move(answer)); });
}

/// What the latest filter used stays: it would be looked for again, and push out the next.
void TextAnswers::makeRoom() {
    if (m_known.size() < kKept) return;
    for (auto known = m_known.begin(); known != m_known.end();)
        known = known->search == m_searches ? std::next(known) : m_known.erase(known);
}

void TextAnswers::take(const std::string& text, quint64 project, Answer&& answer) {
    if (project != m_project) return;
    const QString key = QString::fromStdString(text);
    const bool old = m_running.take(key);
    makeRoom();
    m_known.insert(key, {std::move(answer), old, m_searches});
    Q_EMIT found();
}

} // namespace egt::ui
