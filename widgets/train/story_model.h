// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <vector>

#include "common/icons.h"
#include "records/events.h"

namespace egt::ui {

/// What happened in a run, newest first, in words.
class StoryModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { time_role = Qt::UserRole + 1, icon_role, warn_role };

    using QAbstractListModel::QAbstractListModel;
    void setStory(const std::vector<Event>& story); ///< oldest first
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    /// The whole story as lines with ISO times, oldest first: the log.
    [[nodiscard]] static QString logText(const std::vector<Event>& story);

private:
    std::vector<Event> m_rows; ///< newest first
};

/// One event as a sentence; empty when there is nothing to tell.
QString storyText(const Event& event);
Icon storyIcon(const Event& event);

} // namespace egt::ui
