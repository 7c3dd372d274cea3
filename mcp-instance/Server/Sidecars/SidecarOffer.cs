using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars;

/// <summary>What a third-party server has said that it offers, within our bounds.</summary>
internal sealed record SidecarOffer
{
    public static readonly SidecarOffer None = new();

    public IReadOnlyList<Tool> Tools { get; init; } = [];

    public IReadOnlyList<Prompt> Prompts { get; init; } = [];

    public IReadOnlyList<Resource> Resources { get; init; } = [];

    public IReadOnlyList<ResourceTemplate> Templates { get; init; } = [];

    /// <summary>Whether it reads resources at all, listed or not.</summary>
    public bool HasResources { get; init; }

    /// <summary>Whether it completes arguments.</summary>
    public bool Completes { get; init; }

    /// <summary>Whether another offer announces the same. What prompts and resources there are is looked up for each request and announces nothing.</summary>
    public bool AnnouncesAs(SidecarOffer other) =>
        (Prompts.Count > 0, HasResources, Completes) == (other.Prompts.Count > 0, other.HasResources, other.Completes)
        && SidecarOfferJson.AreSame(Tools, other.Tools);
}
