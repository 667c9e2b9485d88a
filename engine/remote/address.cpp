// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/address.h"

#include <algorithm>
#include <memory>

#include <curl/curl.h>

namespace egt::remote {
namespace {

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string partOf(CURLU* url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, 0) != CURLUE_OK || text == nullptr) return {};
    const std::string out(text);
    curl_free(text);
    return out;
}

void dropEnd(std::string& text, std::string_view end) {
    if (text.ends_with(end)) text.resize(text.size() - end.size());
}

bool startsLike(std::string_view text, std::string_view small) {
    return text.size() >= small.size() && std::equal(small.begin(), small.end(), text.begin(), [](char a, char b) {
               return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
           });
}

/// Without what may be secret.
tl::unexpected<Error> bad(const std::string& why) {
    return fail("server.bad_address",
                EGT_TEXT("engine",
                         "The judge's address can't be used: %1. Write it like http://127.0.0.1:8000/v1; a key "
                         "comes from the environment variable EGT_API_KEY."),
                {why}, {}, 0, "judge");
}

/// 127.x.y.z in figures; a name may begin like it.
bool isLoopbackNumber(const std::string& host) {
    return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
}

} // namespace

bool isServer(std::string_view judge) {
    return startsLike(judge, "http://") || startsLike(judge, "https://");
}

Result<ServerAddress> parseAddress(const std::string& text) {
    const Url url(curl_url(), curl_url_cleanup);
    if (!isServer(text) || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
        return bad("it is no http or https address");
    if (!partOf(url.get(), CURLUPART_USER).empty() || !partOf(url.get(), CURLUPART_PASSWORD).empty())
        return bad("it holds a name or a password");
    if (!partOf(url.get(), CURLUPART_QUERY).empty() || !partOf(url.get(), CURLUPART_FRAGMENT).empty())
        return bad("it holds a query (?) or a fragment (#)");
    ServerAddress out;
    out.host = partOf(url.get(), CURLUPART_HOST);
    std::string path = partOf(url.get(), CURLUPART_PATH);
    dropEnd(path, "/");
    dropEnd(path, "/chat/completions");
    const std::string scheme = partOf(url.get(), CURLUPART_SCHEME);
    const std::string port = partOf(url.get(), CURLUPART_PORT);
    out.base = scheme + "://" + out.host + (port.empty() ? "" : ":" + port) + (path.empty() ? "/v1" : path);
    out.encrypted = scheme == "https";
    out.loopback = out.host == "localhost" || out.host == "[::1]" || isLoopbackNumber(out.host);
    return out;
}

} // namespace egt::remote
