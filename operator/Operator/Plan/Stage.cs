namespace McpTenants.Operator.Plan;

/// <summary>
/// The order in which a tenant comes into being. A stage is written only after the one before it has succeeded, so the
/// guardrails stand before anything can run and nothing is routed before there is something to route to.
/// </summary>
internal enum Stage
{
    /// <summary>The namespace, and the rights of the operator and the gateway in it.</summary>
    Namespace,

    /// <summary>Policies, quota, limits and identities without rights.</summary>
    Guardrails,

    /// <summary>Secrets that the pipeline writes: the instance's certificate. Those of a vault come beside it, when the guardrails stand.</summary>
    Secrets,

    /// <summary>What the instance reads.</summary>
    Configuration,

    /// <summary>Storage, Deployment and Service.</summary>
    Workload,

    /// <summary>The way in from outside.</summary>
    Route,
}
