using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Connectors.Credentials;

/// <summary>What identifies this instance to a service. Never anything of a caller.</summary>
internal interface ICredential
{
    /// <summary>What records call it: the name of the file with the secret; with <c>:token</c> behind it, an access token that was obtained with that.</summary>
    string Name { get; }

    /// <summary>The header to send.</summary>
    /// <param name="origin">The call that needs it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="UpstreamException">It cannot be had at the moment; the message says what is wrong without saying where.</exception>
    Task<SecretHeader> GetAsync(CallOrigin origin, CancellationToken cancellationToken);

    /// <summary>Told that the service refused it (401). True when another one can be had, so that a second attempt makes sense.</summary>
    bool TryRenew(SecretHeader refused);
}

/// <summary>A header with a secret in it.</summary>
/// <param name="Name">Header name.</param>
/// <param name="Value">Whole value.</param>
/// <param name="Secret">The secret in it.</param>
internal sealed record SecretHeader(string Name, string Value, string Secret)
{
    /// <summary>What must not appear in any output: the secret, and the form in which it is sent.</summary>
    public IReadOnlyList<string> Hidden { get; } = [Secret, Value[(Value.IndexOf(' ', StringComparison.Ordinal) + 1)..]];

    /// <summary>Says nothing, whoever logs it.</summary>
    public override string ToString() => Name + ": (secret)";
}
