// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "base/result.h"
#include "records/requests.h"

class QCheckBox;
class QLineEdit;

namespace egt::ui {

class EngineClient;
class KeyValueGrid;
class KeyCapButton;
class Notice;
class PrimaryButton;
class TextLabel;

/// What a manifest says of its export.
struct ManifestSummary {
    QString project;
    QString format;
    QString selection;
    QString created; ///< ISO 8601
    std::int64_t rows = 0;
    bool entropy_order = false;
};
/// Errors: file.cannot_read, json.invalid, export.bad_manifest. Any thread.
Result<ManifestSummary> readManifest(const std::string& file);

/// Writes an export once more from its manifest: which one, what it says, where to. The engine makes the same bytes or
/// says what has changed since.
class ReplayDialog : public QDialog {
    Q_OBJECT
public:
    ReplayDialog(EngineClient* client, QWidget* parent);
    void setManifest(const QString& file);
    [[nodiscard]] ExportRequest request() const;

private:
    QWidget* pathRow(QLineEdit* edit, const QString& name, void (ReplayDialog::*choose)());
    void chooseManifest();
    void chooseFolder();
    void manifestChanged();
    void arrived(const Result<ManifestSummary>& answer);
    void check();
    void fit();
    [[nodiscard]] QString formatTitle(const QString& name) const;

    EngineClient* m_client;
    QLineEdit* m_manifest;
    TextLabel* m_manifest_error;
    KeyValueGrid* m_summary;
    QWidget* m_card = nullptr;
    Notice* m_other;
    QLineEdit* m_folder;
    QCheckBox* m_replace;
    TextLabel* m_folder_error;
    KeyCapButton* m_copy;
    PrimaryButton* m_verb;
    int m_look = 0; ///< the latest look at a manifest; answers to earlier ones are late
    bool m_readable = false;
    bool m_folder_typed = false;
};

} // namespace egt::ui
