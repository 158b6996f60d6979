/* goroutines.go: a goroutine for each connection */
package main

import (
	"fmt"
	"net"
)

func serve(connection net.Conn) {
	block := make([]byte, 65536)
	for {
		count, err := connection.Read(block)
		if err != nil {
			connection.Close()
			return
		}
		if _, err = connection.Write(block[:count]); err != nil {
			return
		}
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	for {
		connection, err := listener.Accept()
		if err == nil {
			go serve(connection)
		}
	}
}
