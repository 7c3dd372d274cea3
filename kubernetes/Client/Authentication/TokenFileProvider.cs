using System.Net.Http.Headers;

namespace k8s.Authentication;

/// <summary>A token that somebody else rotates in a file (the kubelet does): read again at most once a minute, and when the server refuses it.</summary>
internal sealed class TokenFileProvider(string path, TimeProvider time) : IRenewableTokenProvider
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);
    private volatile ReadToken? _current;

    public async Task<AuthenticationHeaderValue?> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        var current = _current;
        return current is not null && time.GetElapsedTime(current.ReadAt) < Freshness ? current.Header : await ReadAsync(current, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> RenewAsync(AuthenticationHeaderValue? refused, CancellationToken ct)
    {
        var header = await ReadAsync(_current, ct).ConfigureAwait(false);
        return header.Parameter != refused?.Parameter;
    }

    private async Task<AuthenticationHeaderValue> ReadAsync(ReadToken? previous, CancellationToken ct)
    {
        string token;
        try
        {
            token = (await File.ReadAllTextAsync(path, ct).ConfigureAwait(false)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Rotation swaps a symlink; the old token is good for a while yet.
            return previous?.Header ?? throw new KubernetesClientException($"cannot read the token file {path}: {e.Message}", e);
        }

        if (token.Length == 0)
            return previous?.Header ?? throw new KubernetesClientException($"the token file {path} is empty");
        var header = new AuthenticationHeaderValue("Bearer", token);
        _current = new ReadToken(header, time.GetTimestamp());
        return header;
    }

    private sealed record ReadToken(AuthenticationHeaderValue Header, long ReadAt);
}
