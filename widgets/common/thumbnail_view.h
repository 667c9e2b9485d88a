// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "records/records.h"

namespace egt::ui {

class ThumbnailCache;

/// A pair's picture in small, whole and in its own proportions; a missing one says so.
class ThumbnailView : public QWidget {
    Q_OBJECT
public:
    explicit ThumbnailView(ThumbnailCache* cache, QWidget* parent = nullptr);
    void setImage(const ImageRef& image);    ///< an empty reference: the pair has no image
    [[nodiscard]] QString stateText() const; ///< empty when there is a picture

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void describe();
    ThumbnailCache* m_cache;
    ImageRef m_image;
};

} // namespace egt::ui
