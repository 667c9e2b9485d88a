// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/http.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <curl/curl.h>

#include "base/clock.h"

namespace egt::remote {
namespace {

/// libcurl's global state: once a process, before the first handle.
bool curlReady() {
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return ready;
}

struct FreeEasy {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeMulti {
    void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Transfer {
    std::int64_t tag = 0;
    HttpRequest request;
    HttpReply reply;
    std::size_t most_bytes = 0;
    double last_byte = 0; ///< steady seconds; 0 before the answer begins
    bool too_large = false;
    std::unique_ptr<CURL, FreeEasy> easy;
    std::unique_ptr<curl_slist, FreeList> headers;
};

std::size_t takeBody(char* data, std::size_t size, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    transfer.last_byte = steadySeconds();
    if (transfer.reply.body.size() + size * count > transfer.most_bytes) {
        transfer.too_large = true;
        return 0; // ends the transfer
    }
    transfer.reply.body.append(data, size * count);
    return size * count;
}

std::string header(CURL* easy, const char* name) {
    curl_header* found = nullptr;
    return curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &found) == CURLHE_OK ? found->value : "";
}

void prepare(Transfer& t, const HttpTimes& times) {
    CURL* easy = t.easy.get();
    const auto milliseconds = [](double seconds) { return std::lround(seconds * 1000); };
    curl_easy_setopt(easy, CURLOPT_URL, t.request.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L); // the key never goes elsewhere
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(std::min(times.connect, times.total)));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, milliseconds(times.total));
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, takeBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &t);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &t);
    if (t.request.no_proxy) curl_easy_setopt(easy, CURLOPT_PROXY, "");
    const auto add = [&](const std::string& line) {
        t.headers.reset(curl_slist_append(t.headers.release(), line.c_str()));
    };
    add("Accept: application/json");
    if (!t.request.key.empty()) add("Authorization: Bearer " + t.request.key);
    if (!t.request.body.empty()) {
        add("Content-Type: application/json");
        add("Expect:"); // no round trip before a large body
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(t.request.body.size()));
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, t.request.body.c_str());
    }
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t.headers.get());
}

HttpReply::End endOf(CURLcode code) {
    using enum HttpReply::End;
    switch (code) {
    case CURLE_OK:
        return answered;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
        return unreachable;
    case CURLE_OPERATION_TIMEDOUT:
        return timed_out;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return cut;
    default:
        return failed;
    }
}

void finish(Transfer& t, CURLcode code) {
    HttpReply& reply = t.reply;
    reply.end = t.too_large ? HttpReply::End::too_large : endOf(code);
    reply.why = curl_easy_strerror(code);
    curl_easy_getinfo(t.easy.get(), CURLINFO_RESPONSE_CODE, &reply.status);
    reply.content_type = header(t.easy.get(), "Content-Type");
    reply.retry_after = header(t.easy.get(), "Retry-After");
}

} // namespace

struct HttpTransfers::Impl {
    HttpTimes times;
    std::size_t most_bytes;
    std::unique_ptr<CURLM, FreeMulti> multi;
    std::map<CURL*, std::unique_ptr<Transfer>> active;
    std::vector<std::pair<std::int64_t, HttpReply>> ended;

    ~Impl() { drop(); }
    void drop() {
        for (const auto& [easy, transfer] : active)
            curl_multi_remove_handle(multi.get(), easy);
        active.clear();
    }
    void end(CURL* easy, CURLcode code, bool stalled = false) {
        const auto found = active.find(easy);
        if (found == active.end()) return;
        finish(*found->second, code);
        if (stalled) found->second->reply.end = HttpReply::End::stalled;
        ended.emplace_back(found->second->tag, std::move(found->second->reply));
        curl_multi_remove_handle(multi.get(), easy);
        active.erase(found);
    }
    void collect() {
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left))
            if (message->msg == CURLMSG_DONE) end(message->easy_handle, message->data.result);
        const double now = steadySeconds();
        std::vector<CURL*> stalled;
        for (const auto& [easy, t] : active)
            if (t->last_byte > 0 && now - t->last_byte > times.stall) stalled.push_back(easy);
        for (CURL* easy : stalled)
            end(easy, CURLE_OPERATION_TIMEDOUT, true);
    }
};

HttpTransfers::HttpTransfers(HttpTimes times, std::size_t most_bytes)
    : m_impl(new Impl{times, most_bytes, nullptr, {}, {}}) {
    if (curlReady()) m_impl->multi.reset(curl_multi_init());
}

HttpTransfers::~HttpTransfers() = default;

void HttpTransfers::start(std::int64_t tag, HttpRequest request) {
    auto transfer = std::make_unique<Transfer>();
    transfer->tag = tag;
    transfer->request = std::move(request);
    transfer->most_bytes = m_impl->most_bytes;
    transfer->easy.reset(curl_easy_init());
    CURL* easy = transfer->easy.get();
    if (easy == nullptr || m_impl->multi == nullptr) {
        transfer->reply.end = HttpReply::End::failed;
        transfer->reply.why = "libcurl could not be started";
        m_impl->ended.emplace_back(tag, std::move(transfer->reply));
        return;
    }
    prepare(*transfer, m_impl->times);
    m_impl->active.emplace(easy, std::move(transfer));
    curl_multi_add_handle(m_impl->multi.get(), easy);
}

std::vector<std::pair<std::int64_t, HttpReply>> HttpTransfers::wait(double seconds) {
    const double until = steadySeconds() + seconds;
    while (m_impl->multi != nullptr) {
        int running = 0;
        curl_multi_perform(m_impl->multi.get(), &running);
        m_impl->collect();
        const double left = until - steadySeconds();
        if (!m_impl->ended.empty() || m_impl->active.empty() || left <= 0) break;
        const auto milliseconds = static_cast<int>(std::ceil(std::min(left, m_impl->times.stall) * 1000));
        curl_multi_poll(m_impl->multi.get(), nullptr, 0, milliseconds, nullptr);
    }
    return std::exchange(m_impl->ended, {});
}

void HttpTransfers::cancel() {
    m_impl->drop();
    m_impl->ended.clear();
}

std::size_t HttpTransfers::active() const {
    return m_impl->active.size() + m_impl->ended.size();
}

} // namespace egt::remote
