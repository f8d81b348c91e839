variable "name" {
  description = "Prefix of every name, e.g. horizon-production."
  type        = string

  validation {
    condition     = can(regex("^horizon-[a-z]+$", var.name))
    error_message = "The name must be \"horizon-\" and the environment, e.g. horizon-staging: names of roles, secrets and dashboards are built from it."
  }
}

variable "environment" {
  description = "Environment that the resources belong to."
  type        = string

  validation {
    condition     = contains(["staging", "production", "dr"], var.environment)
    error_message = "The environment must be staging, production or dr. A new environment is a new folder under infra/terraform/live, and an entry here."
  }
}

variable "region" {
  description = "Region of the resources."
  type        = string

  validation {
    condition     = contains(["us-east-1", "us-west-2"], var.region)
    error_message = "The region must be us-east-1 (primary) or us-west-2 (DR): prices, availability zones and replicas are known for these two."
  }
}

variable "zone_id" {
  description = "Hosted zone of the domain."
  type        = string
}

variable "domain_name" {
  description = "Domain of the environment, without a host."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "Give a domain name in lower case without a trailing dot, such as horizon.example."
  }
}

variable "mail_from_subdomain" {
  description = "Subdomain of the envelope sender. Each region needs its own: the MX record names a region."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]+$", var.mail_from_subdomain))
    error_message = "Give one label, such as mail or mail-west."
  }
}

variable "dmarc_policy" {
  description = "What receivers do with mail that fails: none, quarantine or reject. Null leaves the record to another region of the same domain."
  type        = string
  default     = null

  validation {
    condition     = var.dmarc_policy == null || contains(["none", "quarantine", "reject"], coalesce(var.dmarc_policy, "none"))
    error_message = "The DMARC policy is none, quarantine or reject; begin with quarantine and read the reports."
  }
}

variable "dmarc_report_address" {
  description = "Where receivers send their reports."
  type        = string
  default     = null

  validation {
    condition     = var.dmarc_policy == null || var.dmarc_report_address != null
    error_message = "A DMARC policy without a report address hides what it rejects: set dmarc_report_address."
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
