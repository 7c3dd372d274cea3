using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace k8s.Authentication;

/// <summary>Credentials of a plugin: kept until they expire, fetched by one caller at a time, never while a configuration is only being loaded.</summary>
internal sealed class ExecCredentialSource(ExecPlugin plugin, TimeProvider time) : ITokenProvider, IDisposable
{
    // A token that expires on its way is refused; plugins hand out 15 minutes and more.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Issued? _current;

    public async Task<AuthenticationHeaderValue?> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) =>
        (await CurrentAsync(cancellationToken).ConfigureAwait(false)).Header;

    /// <summary>The client certificate; null when the plugin gives tokens only. The same object until it is renewed.</summary>
    public async Task<X509Certificate2?> GetCertificateAsync(CancellationToken ct) => (await CurrentAsync(ct).ConfigureAwait(false)).Certificate;

    /// <summary>Forgets a refused credential.</summary>
    /// <returns>True: the next call runs the plugin.</returns>
    public ValueTask<bool> RenewAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var refused = _current;
        // Requests in flight are refused together; one renewal serves them all.
        if (refused is not null && time.GetElapsedTime(refused.IssuedAt) > TimeSpan.FromSeconds(1))
            _current = null;
        return ValueTask.FromResult(refused is not null);
    }

    public void Dispose() => _gate.Dispose();

    private async ValueTask<Issued> CurrentAsync(CancellationToken ct)
    {
        if (_current is { } good && IsFresh(good))
            return good;
        await _gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (_current is { } renewed && IsFresh(renewed))
                return renewed;
            var status = await ExecPluginProcess.RunAsync(plugin, time, ct).ConfigureAwait(false);
            var header = string.IsNullOrEmpty(status.Token) ? null : new AuthenticationHeaderValue("Bearer", status.Token);
            var certificate = status.ClientCertificateData is { Length: > 0 } pem ? ClientCertificate.FromPem(pem, status.ClientKeyData!, plugin.Origin) : null;
            return _current = new Issued(header, certificate, status.ExpirationTimestamp, time.GetTimestamp());
        }
        finally
        {
            _gate.Release();
        }
    }

    private bool IsFresh(Issued issued) => issued.Expires is not { } expires || time.GetUtcNow().UtcDateTime + Margin < expires;

    private sealed record Issued(AuthenticationHeaderValue? Header, X509Certificate2? Certificate, DateTime? Expires, long IssuedAt);
}
