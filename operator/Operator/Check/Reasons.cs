namespace McpTenants.Operator.Check;

/// <summary>Reasons of violations; they appear in the condition <c>Accepted</c> and are documented in docs/api-status.md.</summary>
internal static class Reasons
{
    internal const string InvalidName = "InvalidName";
    internal const string ReservedName = "ReservedName";
    internal const string HostTaken = "HostTaken";
    internal const string InvalidHost = "InvalidHost";
    internal const string Immutable = "Immutable";
    internal const string UnknownTier = "UnknownTier";
    internal const string ImageNotAllowed = "ImageNotAllowed";
    internal const string InvalidResources = "InvalidResources";
    internal const string QuotaExceeded = "QuotaExceeded";
    internal const string InvalidScaling = "InvalidScaling";
    internal const string EgressNotAllowed = "EgressNotAllowed";
    internal const string InvalidScheduling = "InvalidScheduling";
    internal const string ReservedVariable = "ReservedVariable";
    internal const string InvalidAuthentication = "InvalidAuthentication";
    internal const string InvalidSecrets = "InvalidSecrets";
    internal const string InvalidBinding = "InvalidBinding";
    internal const string InvalidTools = "InvalidTools";
    internal const string InvalidConnector = "InvalidConnector";
    internal const string InvalidServer = "InvalidServer";
    internal const string InvalidLimits = "InvalidLimits";
    internal const string InvalidAudit = "InvalidAudit";
    internal const string ReservedMetadata = "ReservedMetadata";
    internal const string InvalidDeletion = "InvalidDeletion";
    internal const string HeldByTombstone = "HeldByTombstone";
    internal const string InvalidRestore = "InvalidRestore";
    internal const string InvalidPurge = "InvalidPurge";
    internal const string NotSupported = "NotSupported";
    internal const string PlatformOnly = "PlatformOnly";
    internal const string BeingDeleted = "BeingDeleted";
    internal const string DeletionProtected = "DeletionProtected";
}
