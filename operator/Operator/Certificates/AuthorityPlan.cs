using McpTenants.Authorization.Peers;

namespace McpTenants.Operator.Certificates;

/// <summary>What happens next with the authorities of an installation.</summary>
internal enum AuthorityStep
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>There is none that could sign: make one.</summary>
    Create,

    /// <summary>The signer grows old: make its successor and have everybody trust it.</summary>
    Introduce,

    /// <summary>Everybody trusts the successor: it signs from now on, and the key of the old one is destroyed.</summary>
    Promote,

    /// <summary>A former signer, and with it everything that it signed, has ended: nobody needs to trust it.</summary>
    Retire,
}

/// <summary>Decides and takes the steps of a handover. Pure but for the keys that it makes: state and time are inputs, so a lost answer or a killed operator changes nothing.</summary>
internal static class AuthorityPlan
{
    /// <summary>The next step.</summary>
    public static AuthorityStep Next(AuthorityState? current, CertificateLives lives, DateTimeOffset now)
    {
        if (current is null)
            return AuthorityStep.Create;
        var (from, until) = AuthorityState.LifeOf(current.Signer.Certificate);
        if (current.Next is { } next)
        {
            var introduced = AuthorityState.LifeOf(next.Certificate).From + lives.Skew;
            // Out of time: better one whom not everybody trusts yet than one who has ended.
            if (now >= introduced + lives.Spread || now >= until)
                return AuthorityStep.Promote;
        }
        else if (now >= until || now < from)
        {
            return AuthorityStep.Create;
        }
        else if (now >= until - lives.Handover)
        {
            return AuthorityStep.Introduce;
        }

        return current.Retired.Any(r => now >= AuthorityState.LifeOf(r).Until) ? AuthorityStep.Retire : AuthorityStep.None;
    }

    /// <summary>The state after the step.</summary>
    public static AuthorityState Take(AuthorityStep step, AuthorityState? current, CertificateLives lives, DateTimeOffset now) => step switch
    {
        AuthorityStep.Create => new AuthorityState(Make(lives, now), null, []),
        AuthorityStep.Introduce => new AuthorityState(current!.Signer, Make(lives, now), current.Retired),
        AuthorityStep.Promote => new AuthorityState(current!.Next!, null, [.. current.Retired, current.Signer.Certificate]),
        AuthorityStep.Retire => new AuthorityState(current!.Signer, current.Next, [.. current.Retired.Where(r => now < AuthorityState.LifeOf(r).Until)]),
        _ => current!,
    };

    private static PeerAuthority Make(CertificateLives lives, DateTimeOffset now) => PeerAuthority.Create(now - lives.Skew, now + lives.Authority);
}
