/* asio.cpp: Boost.Asio, with callbacks */
#include <boost/asio.hpp>
#include <cstdio>
#include <memory>

using boost::asio::ip::tcp;

struct Connection : std::enable_shared_from_this<Connection> {
    tcp::socket socket;
    char block[65536];
    explicit Connection(tcp::socket of) : socket(std::move(of)) {}
    void read()
    {
        auto self = shared_from_this();
        socket.async_read_some(boost::asio::buffer(block), [self](boost::system::error_code error, std::size_t count) {
            if (!error) {
                self->write(count);
            }
        });
    }
    void write(std::size_t count)
    {
        auto self = shared_from_this();
        boost::asio::async_write(socket, boost::asio::buffer(block, count), [self](boost::system::error_code error, std::size_t) {
            if (!error) {
                self->read();
            }
        });
    }
};

static void accept(tcp::acceptor &acceptor)
{
    acceptor.async_accept([&acceptor](boost::system::error_code error, tcp::socket socket) {
        if (!error) {
            socket.set_option(tcp::no_delay(true));
            std::make_shared<Connection>(std::move(socket))->read();
        }
        accept(acceptor);
    });
}

int main()
{
    boost::asio::io_context context(1);
    tcp::acceptor acceptor(context, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    std::printf("%d\n", acceptor.local_endpoint().port());
    std::fflush(stdout);
    accept(acceptor);
    context.run();
}
