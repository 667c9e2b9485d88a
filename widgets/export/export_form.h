// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <vector>

#include "common/controls.h"
#include "common/panels.h"
#include "export/choice.h"
#include "records/requests.h"

class QGridLayout;
class QVBoxLayout;

namespace egt::ui {

class SeedField;

/// What can be exported: the project, what Explore shows, or a saved selection.
struct ExportScope {
    QString name;
    QString note;
    QString selection; ///< the engine's name; empty = the current filter, which is saved when it is chosen
    std::int64_t pairs = 0;
    QString blocked; ///< why it cannot be chosen, empty = it can
};

/// Scope, format and content on one page. Knows nothing of the engine.
class ExportForm : public Pane {
    Q_OBJECT
public:
    explicit ExportForm(QWidget* parent = nullptr);
    /// Keeps the choice when it is still there.
    void setScopes(const std::vector<ExportScope>& scopes);
    void choose(const QString& selection);
    /// The layouts to choose from, as the engine lists them; the first is chosen. Once.
    void setFormats(const std::vector<ExportFormat>& formats);
    /// The chosen layout; none before setFormats().
    [[nodiscard]] const ExportFormat* format() const;
    [[nodiscard]] const ExportScope* scope() const;
    /// Selection (the scope's), format, order, images, seed, review choices.
    [[nodiscard]] ExportRequest request() const;
    void setTotal(std::int64_t pairs);
    /// Fills in what the check boxes change; nothing while it is counted.
    void setCount(const std::optional<ExportCount>& count);
    [[nodiscard]] ChoiceRow* row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }

Q_SIGNALS:
    void changed();

private:
    QWidget* section(const QString& title, QWidget* body);
    QWidget* buildReview();
    QWidget* buildFormat();
    QWidget* buildContent();
    void formatChosen();
    void arrangeCards();
    void showOrderNote();

    SectionHeading* m_scope_head;
    QVBoxLayout* m_scope_box;
    std::vector<ExportScope> m_scopes;
    std::vector<ChoiceRow*> m_rows;
    QCheckBox* m_dropped;
    QCheckBox* m_labels;
    TextLabel* m_dropped_count;
    TextLabel* m_label_count;
    std::vector<ExportFormat> m_formats;
    std::vector<ChoiceCard*> m_cards; ///< one a format
    QGridLayout* m_card_grid = nullptr;
    NoWheelComboBox* m_order;
    NoWheelComboBox* m_images;
    TextLabel* m_seed_name;
    SeedField* m_seed; ///< only where rows are tasks for a judge
    TextLabel* m_order_note;
};

} // namespace egt::ui
