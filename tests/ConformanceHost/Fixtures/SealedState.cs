using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ModelContextProtocol;

namespace ConformanceHost.Fixtures;

/// <summary>Request state that the client carries for us and cannot change: text and HMAC.</summary>
internal static class SealedState
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static string Seal(string state) => state + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(state)));

    public static string Open(string carried)
    {
        var state = carried[..Math.Max(0, carried.LastIndexOf('.'))];
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Seal(state)), Encoding.UTF8.GetBytes(carried))
            ? state
            : throw new McpProtocolException("The request state is not valid.", McpErrorCode.InvalidParams);
    }
}
