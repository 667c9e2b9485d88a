// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "records/import_tools.h"

class QTableWidget;
class QVBoxLayout;

namespace egt::ui {

class EmptyState;
class KeyValueGrid;
class TextLabel;

/// What a look into a data file told: counts, what is odd, the first pairs, the rows that can't be read.
class ImportPreview : public QWidget {
    Q_OBJECT
public:
    explicit ImportPreview(QWidget* parent = nullptr);
    void setNothing(const QString& sentence, const QString& advice); ///< no file, or none that can be read
    void setSeen(const egt::ImportInspection& seen);

private:
    void showFindings(const egt::ImportInspection& seen);
    void showPairs(const std::vector<egt::PairRecord>& pairs);
    void showRejects(const egt::ImportInspection& seen);

    EmptyState* m_empty;
    QWidget* m_content;
    KeyValueGrid* m_counts;
    QWidget* m_findings_head;
    QVBoxLayout* m_findings;
    QTableWidget* m_pairs;
    QWidget* m_rejects_head;
    QTableWidget* m_rejects;
};

} // namespace egt::ui
