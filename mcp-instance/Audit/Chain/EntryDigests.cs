using McpTenants.Audit.Storage;

namespace McpTenants.Audit.Chain;

/// <summary>What stands in a record for what must not be in it. Has nothing to do with the place in the chain, so it is made before that is taken.</summary>
/// <param name="Arguments">Digest of the arguments; null: there are none.</param>
/// <param name="Caller">Pseudonym of the caller; null: nobody is known.</param>
internal readonly record struct EntryDigests(string? Arguments, string? Caller)
{
    public static EntryDigests Of(AuditEntry entry, PseudonymKey key) => new(
        entry.Arguments is { } arguments ? key.Digest(arguments) : null, string.IsNullOrEmpty(entry.Subject) ? null : key.Pseudonym(entry.Subject));
}
