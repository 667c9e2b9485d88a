// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>

#include "records/records.h"

namespace egt::ui {

class EntropyStrip;
class FlowView;
class ImageCache;
class ImageView;
class KeyCapButton;
class SectionHeading;
class TextLabel;
class TokenEntropyView;

/// The chosen pair, to read: image, question, both answers, the judge's text.
class PairPanel : public QWidget {
    Q_OBJECT
public:
    explicit PairPanel(QWidget* parent = nullptr);
    void setPair(const PairRecord& pair, const std::vector<ResponseRecord>& responses);
    void clear();

Q_SIGNALS:
    void openRequested();

private:
    ImageCache* m_cache;
    ImageView* m_image;
    TextLabel* m_id;
    FlowView* m_question;
    std::array<TextLabel*, 2> m_names{};
    std::array<FlowView*, 2> m_answers{};
    SectionHeading* m_head;
    TokenEntropyView* m_tokens;
    EntropyStrip* m_strip;
    KeyCapButton* m_open;
    TextLabel* m_empty;
    QWidget* m_body;
};

} // namespace egt::ui
