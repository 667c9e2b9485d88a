// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <cstdint>

namespace egt::ui {

/// A seed as the engine takes it: any number of 64 bits, which no spin box holds. Left empty it is 1 again.
class SeedField : public QLineEdit {
    Q_OBJECT
public:
    explicit SeedField(QWidget* parent = nullptr);
    [[nodiscard]] std::uint64_t seed() const;

Q_SIGNALS:
    void changed();

protected:
    void focusOutEvent(QFocusEvent* event) override;
};

} // namespace egt::ui
