// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QWidget>

#include "common/icons.h"
#include "records/records.h"

namespace egt::ui {

/// Small rounded note of 24 px: condition of a filter (with a close area), label of an answer, state of a job.
class Chip : public QWidget {
    Q_OBJECT
public:
    enum class Tone { plain, accent, side_a, side_b, warn, err };
    explicit Chip(const QString& text, Tone tone = Tone::plain, QWidget* parent = nullptr);
    void setText(const QString& text);
    [[nodiscard]] QString text() const { return m_text; }
    void setTone(Tone tone);
    void setLineIcon(Icon icon);
    /// Shows the ×; Delete and Backspace close as well. Makes the chip focusable.
    void setClosable(bool closable);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void closed();
    void activated();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString m_text;
    Tone m_tone;
    Icon m_icon = Icon::none;
    bool m_closable = false;
};

/// Letter of a side, 22x22.
class Badge : public QWidget {
    Q_OBJECT
public:
    explicit Badge(bool side_b, QWidget* parent = nullptr);
    void setSideB(bool side_b);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_side_b;
};

/// Status is icon + word + colour, never colour alone.
enum class Status { running, done, queued, paused, attention, failed, info };
[[nodiscard]] Status statusOf(RunState state);
[[nodiscard]] Icon statusIcon(Status status);
[[nodiscard]] QColor statusColor(Status status);

class StatusPill : public QWidget {
    Q_OBJECT
public:
    explicit StatusPill(QWidget* parent = nullptr);
    StatusPill(Status status, const QString& word, QWidget* parent = nullptr);
    void setStatus(Status status, const QString& word);
    void setRunState(RunState state);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Status m_status = Status::info;
    QString m_word;
};

} // namespace egt::ui
