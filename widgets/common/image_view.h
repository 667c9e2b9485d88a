// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

#include "records/records.h"

namespace egt::ui {

class ImageCache;

/// The picture of a pair: fit or 100 % with Z, wheel zooms at the mouse, dragging pans, arrows pan by keyboard. A
/// picture that is missing or cannot be read says so; the texts can be reviewed all the same.
class ImageView : public QWidget {
    Q_OBJECT
public:
    ImageView(ImageCache* cache, QWidget* parent = nullptr);
    void setImage(const ImageRef& image); ///< an empty reference: the pair has no image
    [[nodiscard]] bool missing() const { return m_image.path.empty() || !m_error.isEmpty(); }
    /// "640 × 429 px · fit, 57%"; the state in words when there is no picture.
    [[nodiscard]] QString statusText() const;
    [[nodiscard]] double scale() const; ///< screen pixels per picture pixel
    [[nodiscard]] bool fitted() const { return m_fit; }
    [[nodiscard]] QSize sizeHint() const override { return {360, 312}; }

public Q_SLOTS:
    void toggleFit();
    void fit();
    void zoomIn() { zoomBy(1.25, rect().center()); }
    void zoomOut() { zoomBy(0.8, rect().center()); }

Q_SIGNALS:
    void statusChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void load();
    void zoomBy(double factor, const QPointF& at);
    void pan(const QPointF& by);
    [[nodiscard]] double fitScale() const;
    void paintState(QPainter& painter) const;

    const QImage& shrunk(const QSizeF& size);

    ImageCache* m_cache;
    ImageRef m_image;
    QImage m_picture;
    QImage m_shrunk; ///< of the size that is drawn
    QString m_error;
    bool m_fit = true;
    double m_scale = 1;
    QPointF m_centre; ///< picture point in the middle of the view
    QPointF m_drag_from;
    bool m_keyboard_focus = false;
};

} // namespace egt::ui
