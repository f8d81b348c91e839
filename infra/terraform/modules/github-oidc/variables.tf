variable "environment" {
  description = "Environment of the roles; shared is the account's own (registry, bootstrap)."
  type        = string

  validation {
    condition     = contains(["staging", "production", "dr", "shared"], var.environment)
    error_message = "The environment must be staging, production, dr or shared."
  }
}

variable "account_id" {
  description = "AWS account."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must be 12 digits: `aws sts get-caller-identity --query Account`."
  }
}

variable "repository" {
  description = "GitHub repository, owner/name."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$", var.repository))
    error_message = "Name one repository as owner/name, without a wildcard: a role that any repository may take is everybody's."
  }
}

variable "create_provider" {
  description = "Make the identity provider of GitHub. An account has one: true in a single root."
  type        = bool
}

variable "roles" {
  description = "Roles by purpose. A job gets one only from the named GitHub environment, whose reviewers and branches GitHub enforces."
  type = map(object({
    github_environment   = string
    policy               = string
    managed_policy_arns  = optional(list(string), [])
    session_duration_sec = optional(number, 3600)
  }))

  validation {
    condition     = alltrue([for purpose in keys(var.roles) : contains(["plan", "apply", "push", "deploy", "verify"], purpose)])
    error_message = "Purposes are plan, apply, push, deploy and verify: one role does one thing."
  }

  validation {
    condition     = alltrue([for role in values(var.roles) : can(regex("^[a-z0-9-]+$", role.github_environment))])
    error_message = "Bind each role to one GitHub environment by its exact name, without a wildcard."
  }

  validation {
    condition     = length(distinct([for role in values(var.roles) : role.github_environment])) == length(var.roles)
    error_message = "Two roles must not share a GitHub environment: a job that may plan could then apply."
  }
}
