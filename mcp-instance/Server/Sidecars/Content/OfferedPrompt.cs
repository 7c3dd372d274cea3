using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars.Content;

/// <summary>A prompt of a third-party server.</summary>
/// <param name="Listed">As callers see it, with the server's prefix.</param>
/// <param name="Original">Its name at the server.</param>
/// <param name="Server">The server.</param>
internal sealed record OfferedPrompt(Prompt Listed, string Original, SidecarServer Server);
