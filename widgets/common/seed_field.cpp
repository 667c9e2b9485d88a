// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/seed_field.h"

#include <QValidator>
#include <algorithm>

namespace egt::ui {
namespace {

class SeedValidator final : public QValidator {
public:
    using QValidator::QValidator;
    State validate(QString& text, int& position) const override {
        Q_UNUSED(position)
        if (text.isEmpty()) return Intermediate;
        const bool digits = std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
        bool fits = false;
        text.toULongLong(&fits);
        return digits && fits ? Acceptable : Invalid;
    }
};

} // namespace

SeedField::SeedField(QWidget* parent) : QLineEdit(QStringLiteral("1"), parent) {
    setValidator(new SeedValidator(this));
    setTextMargins(6, 0, 6, 0);
    connect(this, &QLineEdit::textChanged, this, &SeedField::changed);
}

std::uint64_t SeedField::seed() const {
    return text().isEmpty() ? 1 : text().toULongLong();
}

void SeedField::focusOutEvent(QFocusEvent* event) {
    if (text().isEmpty()) setText(QStringLiteral("1"));
    QLineEdit::focusOutEvent(event);
}

} // namespace egt::ui
