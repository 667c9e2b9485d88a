// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>

namespace egt::ui {

class TokenEntropyView;

/// The seven most uncertain spans: word, bar, number. Choosing one goes there in the text.
class SpanList : public QListWidget {
    Q_OBJECT
public:
    explicit SpanList(TokenEntropyView* view, QWidget* parent = nullptr);

private:
    void refill();
    void followCurrent(int span);
    TokenEntropyView* m_view;
    bool m_filling = false;
};

} // namespace egt::ui
