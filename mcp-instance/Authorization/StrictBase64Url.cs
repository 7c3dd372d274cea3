using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace McpTenants.Authorization;

/// <summary>
/// Base64url as RFC 7515 wants it: no padding, no white space, no leftover bits. The platform's decoder is more forgiving, and two spellings of one token
/// would defeat every list of seen or revoked tokens.
/// </summary>
internal static class StrictBase64Url
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Length % 4 == 1 || text.ContainsAnyExcept(Alphabet))
            return false;
        var buffer = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        // Not TryDecodeFromChars: it throws on bad input and returns false only for a small buffer.
        if (Base64Url.DecodeFromChars(text, buffer, out _, out var written) is not OperationStatus.Done)
            return false;
        Span<char> again = text.Length <= 1024 ? stackalloc char[text.Length] : new char[text.Length];
        if (!Base64Url.TryEncodeToChars(buffer.AsSpan(0, written), again, out var length) || !again[..length].SequenceEqual(text))
            return false;
        bytes = written == buffer.Length ? buffer : buffer[..written];
        return true;
    }
}
