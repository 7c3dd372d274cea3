namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>A CEL rule (<c>x-kubernetes-validations</c>), written only into the CRD flavour for servers that know CEL.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class, AllowMultiple = true)]
public sealed class ValidationRuleAttribute(string rule, string message) : Attribute
{
    /// <summary>The expression; <c>self</c> is the value it stands on.</summary>
    public string Rule { get; } = rule;

    /// <summary>What the user reads when it does not hold.</summary>
    public string Message { get; } = message;
}
