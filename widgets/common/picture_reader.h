// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBuffer>
#include <QByteArray>
#include <QImage>
#include <QImageReader>
#include <QString>

namespace egt::ui {

/// Qt's reader over a picture wherever its bytes are: in a file of its own or in a pack (base/picture_file.h). Turned
/// upright. Any thread.
class PictureReader {
public:
    explicit PictureReader(const QString& path);

    [[nodiscard]] QSize size() const { return m_reader.size(); } ///< from the header; invalid when it can't be read
    void setScaledSize(const QSize& size) { m_reader.setScaledSize(size); }
    [[nodiscard]] QImage read() { return m_reader.read(); } ///< null: error() tells why
    [[nodiscard]] QString error() const { return m_error.isEmpty() ? m_reader.errorString() : m_error; }

private:
    QString m_error; ///< of reading the bytes
    QByteArray m_bytes;
    QBuffer m_buffer;
    QImageReader m_reader;
};

} // namespace egt::ui
