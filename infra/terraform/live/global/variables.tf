variable "account_id" {
  description = "AWS account of this environment; every other one is refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must be 12 digits: `aws sts get-caller-identity --query Account`."
  }
}

variable "domain_name" {
  description = "Domain of the environment, as in live/global."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "Give a domain name in lower case without a trailing dot, such as horizon.example."
  }
}

variable "budget_subscribers" {
  description = "Mail addresses that are told about budgets and anomalies."
  type        = list(string)
}

variable "savings_plan" {
  description = "Compute Savings Plan to buy for production (the strategy's 7.2); null buys nothing."
  type = object({
    offering_id           = string
    hourly_commitment_usd = number
  })
  default = null
}

variable "reserved_databases" {
  description = "RDS instances to reserve for a year, by class (the strategy's 7.2), such as { \"db.r6g.xlarge\" = 4 }."
  type        = map(number)
  default     = {}
}

variable "reserved_cache_nodes" {
  description = "ElastiCache nodes to reserve for a year, by type, such as { \"cache.r6g.large\" = 2 }."
  type        = map(number)
  default     = {}
}
