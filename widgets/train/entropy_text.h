// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextBrowser>
#include <vector>

#include "records/records.h"

namespace egt::ui {

/// A judge's reply as text that can be selected, each token on the ground of its entropy step with the underline that
/// says the same without colour. Bytes of one character may belong to several tokens: the character shows the highest.
class EntropyText : public QTextBrowser {
    Q_OBJECT
public:
    explicit EntropyText(QWidget* parent = nullptr);
    void setSample(const SampleRecord& sample);
    void showNothing(const QString& text);
    [[nodiscard]] int tokenCount() const { return static_cast<int>(m_tokens.size()); }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Token {
        int from = 0; ///< characters of the document
        int to = 0;
        float entropy = 0;
        int step = 0;
    };
    void paintGrounds(QPainter& painter) const;
    void paintUnderlines(QPainter& painter) const;
    [[nodiscard]] std::vector<QRectF> boxes(const Token& token) const;
    void colourLetters();
    void setSpacing();

    std::vector<Token> m_tokens;
};

/// Mean entropy of a sample's tokens in nats; NaN without tokens.
double meanEntropy(const SampleRecord& sample);

} // namespace egt::ui
