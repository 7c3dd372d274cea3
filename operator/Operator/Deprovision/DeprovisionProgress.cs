using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Deprovision;

/// <summary>Where a removal stands.</summary>
/// <param name="Reason">Reason of the condition.</param>
/// <param name="Message">What it waits for.</param>
/// <param name="LookAgainIn">When to look again; null when the tenant has been let go.</param>
/// <param name="Exported">What came of the export, once that is known.</param>
/// <param name="Held">Nothing has been touched, and nothing will be before somebody says that the deletion is meant: the tenant is served as before.</param>
internal sealed record DeprovisionProgress(string Reason, string Message, TimeSpan? LookAgainIn, V1Condition? Exported = null, bool Held = false);

/// <summary>What came of an export.</summary>
/// <param name="Settled">The removal may go on.</param>
/// <param name="Exported">An archive is safe; null when there was nothing to export.</param>
/// <param name="Reason">Reason of the condition.</param>
/// <param name="Message">Where the archive is, or what is wrong.</param>
/// <param name="Archive">The archive, when it is safe.</param>
internal sealed record ExportResult(bool Settled, bool? Exported, string Reason, string Message, TombstoneArchive? Archive = null);
