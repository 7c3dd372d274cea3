using System.Security.Cryptography;
using System.Text;

namespace McpTenants.Gateway.Admin;

/// <summary>The shared secret of operator and gateway. Read afresh for every call: a rotated Secret takes effect without a restart.</summary>
internal sealed class AdminToken(string path)
{
    private const string Scheme = "Bearer ";

    /// <summary>False also when there is no token: an admin door without a lock stays shut.</summary>
    public async Task<bool> AllowsAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.Ordinal))
            return false;
        string expected;
        try
        {
            expected = (await File.ReadAllTextAsync(path, ct)).Trim();
        }
        catch (IOException)
        {
            return false;
        }

        // Hashes have one length, so neither the content nor the length of the token shows in the time this takes.
        return expected.Length > 0 && CryptographicOperations.FixedTimeEquals(Hash(expected), Hash(header[Scheme.Length..]));
    }

    private static byte[] Hash(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}
