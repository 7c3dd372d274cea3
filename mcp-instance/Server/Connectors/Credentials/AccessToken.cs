namespace McpTenants.Instance.Connectors.Credentials;

/// <summary>An access token and its times.</summary>
/// <param name="Value">The token.</param>
/// <param name="RenewAt">From here on a new one is fetched while this one still serves.</param>
/// <param name="Expires">From here on it is not used.</param>
internal sealed record AccessToken(string Value, DateTimeOffset RenewAt, DateTimeOffset Expires)
{
    // RFC 6749 only recommends expires_in; without it, a 401 tells anyway.
    private static readonly TimeSpan Assumed = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <param name="value">The token.</param>
    /// <param name="expiresIn">What the server said, in seconds.</param>
    /// <param name="asked">When it was asked for: the lifetime may have begun then.</param>
    /// <param name="chance">A number from 0 to 1; spreads the renewals of many instances.</param>
    public static AccessToken Of(string value, double? expiresIn, DateTimeOffset asked, double chance)
    {
        var life = expiresIn is > 0 and < 1e9 ? TimeSpan.FromSeconds(expiresIn.Value) : Assumed;
        life = life < Longest ? life : Longest;
        return new AccessToken(value, asked + (life * (0.7 + (0.15 * chance))), asked + (life * 0.98));
    }

    public override string ToString() => "(secret)";
}
