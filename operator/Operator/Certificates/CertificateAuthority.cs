using McpTenants.Authorization.Peers;

namespace McpTenants.Operator.Certificates;

/// <summary>The certificate authority of this installation, as this process knows it.</summary>
internal sealed partial class CertificateAuthority(AuthoritySecret secret, CertificateLives lives, TimeProvider time, ILogger<CertificateAuthority> logger) : IDisposable
{
    private readonly SemaphoreSlim one = new(1, 1);
    private volatile AuthorityState? current;

    /// <summary>The authorities as last seen; null before the first look.</summary>
    public AuthorityState? Current => current;

    /// <summary>The authorities, read if they never were.</summary>
    public async ValueTask<AuthorityState> GetAsync(CancellationToken cancellationToken) => current ?? await EnsureAsync(cancellationToken);

    /// <summary>Reads what is stored and takes the steps that are due.</summary>
    public async Task<AuthorityState> EnsureAsync(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                var (state, read) = await secret.ReadAsync(cancellationToken);
                var now = time.GetUtcNow();
                var step = AuthorityPlan.Next(state, lives, now);
                if (step == AuthorityStep.None)
                    return current = state!;
                var next = AuthorityPlan.Take(step, state, lives, now);
                if (await secret.TryWriteAsync(read, next, cancellationToken))
                    Stepped(logger, step, AuthorityState.LifeOf(next.Signer.Certificate).Until);
            }
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>A certificate for a tenant's instance, with what belongs beside it.</summary>
    public CertificateFiles IssueTenant(AuthorityState authority, string uid)
    {
        var now = time.GetUtcNow();
        var pair = authority.Signer.IssueTenant(uid, now - lives.Skew, now + lives.Leaf);
        return new CertificateFiles(pair.Certificate, pair.Key, authority.Bundle);
    }

    /// <summary>A certificate for a client of instances, with what belongs beside it.</summary>
    /// <param name="authority">Who signs.</param>
    /// <param name="name">A name of <see cref="PeerNames"/>.</param>
    public CertificateFiles IssueClient(AuthorityState authority, string name)
    {
        var now = time.GetUtcNow();
        var pair = authority.Signer.IssueClient(name, now - lives.Skew, now + lives.Leaf);
        return new CertificateFiles(pair.Certificate, pair.Key, authority.Bundle);
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    [LoggerMessage(Level = LogLevel.Information, Message = "Certificate authority: {Step}; the one that signs is valid until {NotAfter}")]
    private static partial void Stepped(ILogger logger, AuthorityStep step, DateTimeOffset notAfter);
}
