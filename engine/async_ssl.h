/* async_ssl.h: the part of async.h about TLS: connections that nobody else can read, and whose other end shows who it is. Include it besides async.h, and link OpenSSL
   behind the engine: $(pkg-config --cflags --libs loopscope-engine openssl).

   What is ssl=… in asyncio has a twin of each function that makes a connection, with a context behind the address and, if need be, more by its name:

       AWAIT_TO(self->opened, async_open_connection_ssl(ASYNC_ADDRESS("127.0.0.1", self->port), self->trust, .server_hostname = "localhost", .limit = 100));

   What that gives is read, written and closed like any other. Three things are asyncio's and not as without TLS: connection_made() is called once the handshake is over;
   an end of one direction alone, write_eof(), is a NotImplementedError; and close() waits until the other end has agreed, or for the shutdown timeout.

   Errors: an SSLCertVerificationError where the other end's certificate is not accepted, an SSLError of all else that TLS complains of, each with OpenSSL's reason; during
   the handshake a ConnectionResetError where the other end goes away, and a ConnectionAbortedError where it takes too long. In virtual time all of it is the
   same over the network inside the run. In the browser edition there is no TLS, and contexts are an SSLError that says so. */
#ifndef LOOPSCOPE_ASYNC_SSL_H
#define LOOPSCOPE_ASYNC_SSL_H

#include "async_stream.h"

typedef async_object *async_ssl_context;

/* ssl.create_default_context(), for this end of connections: a value for async_ssl_context_of(), or the error, an SSLError or an OSError of a file. It is there as long as
   what else the running coroutine makes; connections and servers keep it. TLS 1.2 or newer.
   A client has the other end's certificate shown to it and checks it, and the name in it: `trusted` is a file with those that it trusts, NULL: those of the system.
   A server shows its own, from a file in which those come behind it that lead to one that clients trust; `key`, NULL: in the same file. */
async_value async_ssl_client(const char *trusted);
async_value async_ssl_server(const char *certificate, const char *key);
async_ssl_context async_ssl_context_of(async_value value);

/* For clients that are asked for a certificate, and servers that ask for one. None, or the error. */
async_value async_ssl_load_cert_chain(async_ssl_context context, const char *certificate, const char *key);
async_value async_ssl_load_verify_locations(async_ssl_context context, const char *trusted);
/* Is the other end's certificate checked, and if so the name in it? Whoever says no talks with anybody. True for a server: it asks clients for a certificate. */
void async_ssl_set_verify(async_ssl_context context, bool certificate, bool name);
/* CERT_OPTIONAL, of a server: it asks clients for a certificate and checks it, and lets in who has none. */
void async_ssl_ask_certificate(async_ssl_context context);

/* SSLContext.set_alpn_protocols(): what this end would speak, what it would rather speak first: async_ssl_set_alpn_protocols(context, "h2", "http/1.1"); NULL alone:
   nothing any more. The server selects the first of its own that the client offers. Where there is none the connection is made all the same, and
   async_transport_alpn_protocol() says so. None, or the error, an SSLError of a name that is empty or longer than 255 bytes; then all stays as it was. */
#define async_ssl_set_alpn_protocols(context, ...) async_ssl_set_alpn_protocols_((context), (const char *const[]){__VA_ARGS__, NULL})
/* minimum_version and maximum_version: "TLSv1.2" or "TLSv1.3"; NULL: as it is. None, or a ValueError. */
async_value async_ssl_set_versions(async_ssl_context context, const char *least, const char *most);
/* set_ciphers(), in OpenSSL's words, "ECDHE+AESGCM": those of TLS 1.2; those of 1.3 are all good. None, or an SSLError where none is left. */
async_value async_ssl_set_ciphers(async_ssl_context context, const char *list);

/* How a connection is to be made. */
typedef struct async_ssl {
    async_ssl_context context;   /* NULL: of a client, one that trusts whom the system trusts */
    const char *server_hostname; /* whose certificate a client expects; NULL: that of the host which it connects to */
    double handshake_timeout;    /* s; 0: 60 */
    double shutdown_timeout;     /* s; 0: 30 */
    size_t limit;                /* of a stream, as in async_stream.h */
} async_ssl;

#define async_open_connection_ssl(address, ...) async_open_connection_ssl_((address), ASYNC_SSL_(__VA_ARGS__), ASYNC_HERE_(""))
#define async_start_server_ssl(address, coroutine, ...)                                                                                    \
    async_start_server_ssl_((address), (coroutine), ASYNC_SSL_(__VA_ARGS__), ASYNC_HERE_(""))
#define async_create_connection_ssl(protocol, factory, context, address, ...)                                                              \
    async_create_connection_ssl_((protocol), (factory), (context), (address), ASYNC_SSL_(__VA_ARGS__), ASYNC_HERE_(""))
#define async_create_server_ssl(protocol, factory, context, address, ...)                                                                  \
    async_create_server_ssl_((protocol), (factory), (context), (address), ASYNC_SSL_(__VA_ARGS__), ASYNC_HERE_(""))

/* StreamWriter.start_tls(), a coroutine: the stream that is there goes on with TLS, a server's as server. Both ends must have agreed to it before. A client says whom it
   expects, by server_hostname. */
#define async_start_tls(stream, ...) async_start_tls_((stream), ASYNC_SSL_(__VA_ARGS__), ASYNC_HERE_(""))
/* loop.start_tls(): the same of a transport. The protocol, and what its functions are called with, are those of the transport that it gives, which the program has to
   use from then on; connection_made() is not called again. */
#define async_transport_start_tls(transport, protocol, self, is_server, ...)                                                               \
    async_transport_start_tls_((transport), (protocol), (self), (is_server), ASYNC_SSL_(__VA_ARGS__), ASYNC_HERE_(""))

/* Of a transport after its handshake: "TLSv1.3", "TLS_AES_256_GCM_SHA384", and what both ends have agreed to speak, "h2", or NULL; NULL of one without TLS. The last is
   valid as long as the transport. */
const char *async_transport_tls_version(async_transport transport);
const char *async_transport_cipher(async_transport transport);
const char *async_transport_alpn_protocol(async_transport transport);
/* getpeercert(): what stands in the certificate that the other end has shown, by Python's names: "subject" and "issuer" ("countryName=DE, commonName=localhost"), "version"
   (3), "serialNumber" ("0A1B"), "notBefore" and "notAfter" ("Nov 30 09:00:00 2026 GMT"), "subjectAltName" (a list: "DNS:localhost", "IP Address:127.0.0.1"). None
   where it has shown none or it was not checked; a KeyError of any other name. */
async_value async_transport_peercert(async_transport transport, const char *field);
/* getpeercert(True): all of it as bytes, DER; also of one that was not checked. */
async_value async_transport_peercert_bytes(async_transport transport);

/* ---- What the macros call; not for direct use ---- */

async_value async_ssl_set_alpn_protocols_(async_ssl_context context, const char *const *names);
#define ASYNC_SSL_(...) ((async_ssl){.context = __VA_ARGS__})
async_coroutine async_open_connection_ssl_(async_address address, async_ssl ssl, const TracePlace *place);
async_coroutine async_start_server_ssl_(async_address address, const async_coroutine_class *coroutine, async_ssl ssl,
                                        const TracePlace *place);
async_coroutine async_create_connection_ssl_(const async_protocol *protocol, async_protocol_factory factory, void *context,
                                             async_address address, async_ssl ssl, const TracePlace *place);
async_coroutine async_create_server_ssl_(const async_protocol *protocol, async_protocol_factory factory, void *context,
                                         async_address address, async_ssl ssl, const TracePlace *place);
async_coroutine async_start_tls_(async_stream stream, async_ssl ssl, const TracePlace *place);
async_coroutine async_transport_start_tls_(async_transport transport, const async_protocol *protocol, void *self, bool is_server,
                                           async_ssl ssl, const TracePlace *place);

#endif
