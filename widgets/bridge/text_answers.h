// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QString>

#include "base/result.h"
#include "curation/filter.h"

namespace egt::ui {

class EngineClient;

/// Which pairs have a text, for filters with text ~ "…". In a large project without a text index that takes seconds, so
/// it is looked up on another thread and kept. Thread: GUI.
class TextAnswers : public QObject {
    Q_OBJECT
public:
    explicit TextAnswers(EngineClient* client);

    /// For curation::filterRows(). A text that is not known yet is looked for, and the answer is the error kSearching;
    /// found() follows. What new pairs have made old is still answered, and looked for again.
    [[nodiscard]] curation::TextSearch search();
    /// The same for an expression that is only checked: a text that is not known has no pairs.
    [[nodiscard]] curation::TextSearch check();
    static bool isSearching(const Error& error) { return error.code == kSearching; }

    static constexpr const char* kSearching = "filter.searching";

Q_SIGNALS:
    /// There is an answer that was not there, or a newer one.
    void found();

private:
    using Answer = Result<std::vector<PairId>>;
    struct Known {
        Answer answer;
        bool old = false;   ///< pairs have come since
        quint64 search = 0; ///< the latest that used it
    };
    void makeRoom();
    void ask(const std::string& text);
    void take(const std::string& text, quint64 project, Answer&& answer);
    EngineClient* m_client;
    QHash<QString, Known> m_known;
    QHash<QString, bool> m_running; ///< whether pairs have come since it was asked
    quint64 m_searches = 0;         ///< search() was called so often
    quint64 m_project = 0;          ///< number of the open one: an answer of another is dropped
};

} // namespace egt::ui
