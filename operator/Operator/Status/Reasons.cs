namespace McpTenants.Operator.Status;

/// <summary>Reasons of conditions. Few and stable; details stand in the message. docs/conditions.md explains each.</summary>
internal static class Reasons
{
    public const string Accepted = "Accepted";
    public const string InPlace = "InPlace";
    public const string Pending = "Pending";
    public const string AwaitingAddress = "AwaitingAddress";
    public const string WriteFailed = "WriteFailed";
    public const string Forbidden = "Forbidden";
    public const string Rejected = "Rejected";
    public const string NamespaceConflict = "NamespaceConflict";
    public const string NamespaceTerminating = "NamespaceTerminating";
    public const string NotConfigured = "NotConfigured";
    public const string AwaitingGateways = "AwaitingGateways";
    public const string SecretMissing = "SecretMissing";
    public const string IssuerUnavailable = "IssuerUnavailable";
    public const string Available = "Available";
    public const string Starting = "Starting";
    public const string Asleep = "Asleep";
    public const string Awake = "Awake";
    public const string Suspended = "Suspended";
    public const string NotSuspended = "NotSuspended";
    public const string StartFailed = "StartFailed";

    /// <summary>Why a wake failed, in the gateway's words.</summary>
    public static readonly IReadOnlyList<string> FailedStarts = ["ImagePull", "ContainerConfig", "CrashLoop", "Unschedulable", "QuotaExceeded", "PodRefused"];

    public const string InSync = "InSync";
    public const string LastGoodKept = "LastGoodKept";
    public const string SecretsStale = "SecretsStale";
    public const string VaultNotBound = "VaultNotBound";
    public const string VaultBindingInvalid = "VaultBindingInvalid";
    public const string VaultIdentityUnavailable = "VaultIdentityUnavailable";
    public const string VaultChallengeRefused = "VaultChallengeRefused";
    public const string VaultUnauthorized = "VaultUnauthorized";
    public const string VaultForbidden = "VaultForbidden";
    public const string VaultThrottled = "VaultThrottled";
    public const string VaultUnavailable = "VaultUnavailable";
    public const string SecretNotFound = "SecretNotFound";
    public const string SecretDeleted = "SecretDeleted";
    public const string SecretDisabled = "SecretDisabled";
    public const string SecretExpired = "SecretExpired";
    public const string SecretNotYetValid = "SecretNotYetValid";
    public const string SecretsTooLarge = "SecretsTooLarge";
    public const string Verified = "Verified";
    public const string NotEnforced = "NotEnforced";
    public const string ForeignPolicy = "ForeignPolicy";
    public const string ProofMissing = "ProofMissing";
    public const string ProbingOff = "ProbingOff";
    public const string GuardrailRepaired = "GuardrailRepaired";
    public const string NotSeen = "NotSeen";
    public const string CatalogMatches = "CatalogMatches";
    public const string CatalogDrift = "CatalogDrift";
    public const string StoppingWorkload = "StoppingWorkload";
    public const string Exporting = "Exporting";
    public const string ExportTargetMissing = "ExportTargetMissing";
    public const string ExportFailed = "ExportFailed";
    public const string ExportGivenUp = "ExportGivenUp";
    public const string NothingToExport = "NothingToExport";
    public const string ArchiveVerified = "ArchiveVerified";
    public const string DeletingNamespace = "DeletingNamespace";
    public const string ReleasingVolumes = "ReleasingVolumes";
    public const string Quarantining = "Quarantining";
    public const string Retained = "Retained";
    public const string LegalHold = "LegalHold";
    public const string NoDeadline = "NoDeadline";
    public const string Restoring = "Restoring";
    public const string Restored = "Restored";
    public const string MassDeletion = "MassDeletion";
    public const string CrdTerminating = "CrdTerminating";
    public const string Settling = "Settling";
    public const string LeftoversFound = "LeftoversFound";
    public const string Certified = "Certified";
}
