namespace McpTenants.Authorization;

/// <summary>Why an API key was refused.</summary>
public enum ApiKeyRejection
{
    /// <summary>The key is valid.</summary>
    None,

    /// <summary>Too short to be a high-entropy key, too long, or with characters outside printable ASCII.</summary>
    Malformed,

    /// <summary>No configured hash matches.</summary>
    Unknown,

    /// <summary>The key was valid once.</summary>
    Expired,
}

/// <summary>Outcome of checking an API key.</summary>
/// <param name="Rejection">The reason of a refusal, or <see cref="ApiKeyRejection.None"/>.</param>
/// <param name="Name">Name of the matching key, also when it has expired; null when none matches.</param>
public sealed record ApiKeyResult(ApiKeyRejection Rejection, string? Name)
{
    /// <summary>True when the key is accepted.</summary>
    public bool IsValid => Rejection is ApiKeyRejection.None;
}
