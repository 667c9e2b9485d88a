// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/picture_reader.h"

#include "base/picture_file.h"
#include "bridge/text.h"

namespace egt::ui {

PictureReader::PictureReader(const QString& path) {
    const auto bytes = readPicture(path.toStdString());
    if (bytes)
        m_bytes = QByteArray::fromStdString(*bytes);
    else
        m_error = errorText(bytes.error());
    m_buffer.setBuffer(&m_bytes);
    m_buffer.open(QIODevice::ReadOnly);
    m_reader.setDevice(&m_buffer);
    m_reader.setAutoTransform(true);
}

} // namespace egt::ui
