// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "records/records.h"

namespace egt::ui {

/// What the hover card says of one token.
struct TokenFacts {
    QString text;
    double entropy = 0;          ///< nats; of a bracket its middle
    egt::EntropyBracket bracket; ///< of a server's token
    double surprisal = 0;        ///< nats
    qint64 rank = 0;             ///< 0 = likeliest
    int position = 0;            ///< 1-based
    int count = 0;
    std::vector<TokenChoice> choices;          ///< likeliest first
    int chosen = -1;                           ///< index in choices, -1 when it is not among them
    [[nodiscard]] QString entropyText() const; ///< what is written of it
};

/// A token as people can see it: blanks and line ends get a sign.
QString visibleToken(const QString& text);

/// Floating card under (or over) a token: entropy, place, rank, the likeliest alternatives. Child of the window, takes
/// neither focus nor mouse.
class TokenCard : public QWidget {
    Q_OBJECT
public:
    explicit TokenCard(QWidget* window);
    /// `anchor`: the token in the window's coordinates; `limit`: the area that the card must not leave.
    void showFor(const TokenFacts& facts, const QRect& anchor, const QRect& limit);
    [[nodiscard]] const TokenFacts& facts() const { return m_facts; }
    /// The card as one text, for screen readers.
    [[nodiscard]] QString spoken() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintChoice(QPainter& painter, int index, const QRectF& row) const;
    TokenFacts m_facts;
};

} // namespace egt::ui
