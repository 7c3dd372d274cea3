using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Support;

/// <summary>One HTTP/2 request as bytes, because no client of this world lets its authority differ from the name of its handshake.</summary>
internal static class RawHttp2
{
    private const int HeadersFrame = 1;
    private const int SettingsFrame = 4;

    /// <summary>The status of the answer to a GET.</summary>
    public static async Task<string> StatusAsync(IPEndPoint gateway, string serverName, string authority, string path)
    {
        var ct = TestContext.Current.CancellationToken;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(gateway, ct);
        await using var stream = new SslStream(new NetworkStream(socket));
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = serverName, ApplicationProtocols = [SslApplicationProtocol.Http2], RemoteCertificateValidationCallback = (_, _, _, _) => true }, ct);
        // A dynamic table of no size: what comes back stands there literally.
        byte[] noTable = [0, 1, 0, 0, 0, 0];
        byte[] headers = [.. Field(":method", "GET"), .. Field(":scheme", "https"), .. Field(":authority", authority), .. Field(":path", path)];
        byte[] request = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(SettingsFrame, 0, 0, noTable), .. Frame(HeadersFrame, 5, 1, headers)];
        await stream.WriteAsync(request, ct);
        var head = new byte[9];
        while (true)
        {
            await stream.ReadExactlyAsync(head, ct);
            var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await stream.ReadExactlyAsync(payload, ct);
            if (head[3] == HeadersFrame)
                return Status(payload);
        }
    }

    /// <summary>The first field of an answer: 200 has a number of its own, others stand there as text after their name and length.</summary>
    private static string Status(ReadOnlySpan<byte> block)
    {
        // A change of the table's size may come first.
        while ((block[0] & 0xE0) == 0x20)
            block = block[1..];
        return block[0] == 0x88 ? "200" : Encoding.ASCII.GetString(block.Slice(2, block[1]));
    }

    private static byte[] Frame(int type, int flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)payload.Length << 8 | (uint)type);
        frame[4] = (byte)flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }

    private static byte[] Field(string name, string value) => [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
}
