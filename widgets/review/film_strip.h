// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <QHash>
#include <QTimer>
#include <functional>
#include <vector>

#include "records/records.h"

namespace egt::ui {

class ThumbnailCache;

/// What the strip draws of one pair.
struct FilmItem {
    QString image;      ///< path; empty = missing
    double entropy = 0; ///< share 0..1 of the bar; NaN = not scored
    Decision decision = Decision::none;
};

/// The queue as a strip of thumbnails. Only what can be seen is asked for, so its length does not matter.
class FilmStrip : public QAbstractScrollArea {
    Q_OBJECT
public:
    using Provider = std::function<std::vector<FilmItem>(const std::vector<PairId>&)>;
    explicit FilmStrip(ThumbnailCache* cache, QWidget* parent = nullptr);
    void setProvider(Provider provider);
    void setQueue(std::vector<PairId> queue);
    void setCurrent(qint64 index); ///< -1 = none; scrolls it into the view
    [[nodiscard]] qint64 current() const { return m_current; }
    void setDecision(PairId pair, Decision decision);
    /// Asks again for what is in sight; the old picture stays until the answer is there.
    void refreshAll();
    void setBlind(bool blind); ///< hides the entropy bars
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void activated(qint64 index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    [[nodiscard]] int pitch() const;
    void fetch();
    void updateRange();
    void paintItem(QPainter& painter, qint64 index, const QRectF& box);

    ThumbnailCache* m_cache;
    Provider m_provider;
    std::vector<PairId> m_queue;
    QHash<PairId, FilmItem> m_items;
    QHash<PairId, int> m_age; ///< generation in which an item was read
    int m_generation = 0;
    std::vector<PairId> m_wanted;
    QTimer m_fetch_timer;
    qint64 m_current = -1;
    bool m_blind = false;
    bool m_ring = false;
};

/// Icon of a decision.
enum class Icon;
Icon decisionIcon(Decision decision);

} // namespace egt::ui
